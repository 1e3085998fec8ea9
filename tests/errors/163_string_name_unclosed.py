x = "abc \N{DIGIT ONE"
