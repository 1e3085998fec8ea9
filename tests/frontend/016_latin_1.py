# coding: Latin-1-unix
été = "ÿ"
x = """
 """
