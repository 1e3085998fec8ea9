# Names beyond ASCII; they mean their NFKC forms.
é = 1; ﬁ = 2; µ = 3; ℌ = 4; naïve = 5; 变量 = 6; ª = 7; x̧ = 8; Ⅳ = 9; ſ = 10
class 𝐂:
    def ﬀ(self, *ａ, **ｂ): return self.ﬁ
import é.ﬁ as ü
from ü import ﬁ as ö, é
global ſ
f(ﬁ=1)
