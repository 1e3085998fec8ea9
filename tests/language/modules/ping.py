"""Imports pong, which imports ping."""
import pong

value = 'ping'


def serve(n):
    return ['ping'] + (pong.answer(n - 1) if n else [])


def get_value():
    return value
