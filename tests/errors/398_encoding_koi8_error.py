# -*- coding: koi8-r -*-
при = 1 2
