from ring.one import FIRST
