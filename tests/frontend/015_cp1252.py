#!/bin/sh
# vim: set fileencoding=cp1252 :
price = "€ 5", "“x”"
