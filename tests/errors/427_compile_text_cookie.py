exec("# coding: klingon\nx = 1 2")
