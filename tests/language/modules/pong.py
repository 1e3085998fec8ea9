"""Imports ping, which is half made by then."""
import ping

value = 'pong'


def answer(n):
    return ['pong'] + (ping.serve(n - 1) if n else [])


def get_value():
    return value
