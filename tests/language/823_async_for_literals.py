# async for asks the list that is written, where for and comprehensions make a tuple of it.


async def over_literals():
    for turn in range(3):
        try:
            if turn == 0:
                async for item in [1, 2]:
                    pass
            elif turn == 1:
                async for item in {1, 2}:
                    pass
            else:
                print([item async for item in [1, 2]])
        except TypeError as error:
            print(error)


try:
    over_literals().send(None)
except StopIteration:
    print('done')
