# Trap: for-else / while-else.
for i in range(3):
    if i == 5: break
else: print('else', i)
while 0: pass
else: print('welse')
for i in []: pass
else: print(i)
