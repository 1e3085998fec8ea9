# list[int] and its kin: type variables, subclasses, unpacking.
def show(s):
    try:
        print(s, '=>', repr(eval(s)))
    except Exception as error:
        print(s, '->', type(error).__name__, error)
GA=type(list[int])
class V:
    def __init__(s,n): s.n=n
    def __repr__(s): return '~'+s.n
    def __typing_subst__(s,a): return a
    def __or__(s,o): return 'or'
    __ror__=__or__
T,U=V('T'),V('U')
class Sub(GA):
    def __new__(cls,o,a): return super().__new__(cls,o,a)
    def hello(self): return 'hi'
class C: pass
for s in r'''list[T]|list[T].__parameters__|dict[T,U].__parameters__|dict[T,T].__parameters__|list[T][int]|dict[T,U][int,str]|dict[str,T][int]|dict[T,list[U]][int,str]|list[T][int,str]|dict[T,U][int]|list[int][str]|list[dict[T,int]].__parameters__|list[dict[T,int]][str]|list[T]()|list[T][U]|Sub(list,(int,))|Sub(list,int).__args__|type(Sub(list,int))|Sub(list,int)==list[int]|isinstance([],Sub(list,int))|list(tuple[int,str])|[*tuple[int]]|list(tuple[int])[0].__unpacked__|list(tuple[int])[0].__typing_unpacked_tuple_args__|list[int].__unpacked__|list[int].__typing_unpacked_tuple_args__|GA(list,int)|GA(list)|GA(C,(int,))().__orig_class__|isinstance(1,list[int])|issubclass(int,list[int])|list[int].__class__|sorted(set(dir(list[int]))-set(dir(list)))|list[int].append|hash(list[int])==hash(GA(list,int))|type[int]|list[...]|list[None]|list[int]|list[int]|str|{list[int]:1}[list[int]]|list[int].__mro_entries__(1)|GA.__mro__|GA.__name__|GA.__module__|repr(GA)'''.split('|'):
    show(s)
