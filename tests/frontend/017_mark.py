# coding: utf_8
x = "€"
y = 2
