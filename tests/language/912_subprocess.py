# Other programs: what they print, take, answer and fail with.
import os
import subprocess
from subprocess import PIPE, STDOUT


def attempt(*arguments, **keywords):
    try:
        print(subprocess.run(*arguments, **keywords))
    except (OSError, subprocess.SubprocessError) as error:
        print(f"{type(error).__name__}: {error}".partition(" after ")[0])


attempt(["echo", "x"], capture_output=True, text=True)
attempt("echo out; echo err >&2", shell=True, stdout=PIPE, stderr=STDOUT)
attempt(["cat"], input="given\n", capture_output=True, text=True)
attempt(["env"], env={"A": "1"}, capture_output=True)
attempt(["pwd"], cwd="/", capture_output=True)
attempt(["sleep", "5"], timeout=0.01)
attempt(["/no/such/program"])
attempt(["echo"], cwd="/no/such/folder")
attempt(["sh", "-c", "exit 3"], check=True)
attempt(["sh", "-c", "kill -9 $$"])
print(subprocess.check_output(["printf", "%s", "a b"]), subprocess.getoutput("echo hi"))

with subprocess.Popen(["cat"], stdin=PIPE, stdout=PIPE, text=True) as process:
    out, err = process.communicate("hello\n" * 20000)
print(out.count("hello"), err, process.returncode)
first = subprocess.Popen(["printf", "b\na\n"], stdout=PIPE)
second = subprocess.Popen(["sort"], stdin=first.stdout, stdout=PIPE)
first.stdout.close()
print(second.communicate(), first.wait())


def fails():
    raise ValueError


attempt(["echo"], preexec_fn=fails)
reading, writing = os.pipe()
print(subprocess.call(f"echo passed >&{writing}", shell=True, pass_fds=[writing]))
print(os.read(reading, 10))
