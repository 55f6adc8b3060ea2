#!/usr/bin/env python3
"""Times peers that no Java program can call: scikit-image, scikit-learn, and VLFeat through small C programs.

    java -cp benchmarks/target/benchmarks.jar dev.whittle.benchmarks.PeerData FOLDER   # the data, as Whittle's own benchmarks have it
    python3 benchmarks/peers/peers.py FOLDER                                           # a table in Markdown
    python3 benchmarks/peers/peers.py --check                                          # what is missing, if anything

Needs NumPy, scikit-image and scikit-learn (Debian: python3-skimage python3-sklearn), and for VLFeat a C compiler and its
header (Debian: libvlfeat-dev); what is absent is left out and named. All run on one thread, but k-means on two. The time of a case is the
median of some passes.
"""
import argparse
import importlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

# Before NumPy loads OpenBLAS. Older ones take newer processors with AVX-512 for a Haswell, and run at half their speed.
for line in open("/proc/cpuinfo") if os.path.exists("/proc/cpuinfo") else ():
    if line.startswith("flags") and " avx512f" in line:
        os.environ.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
        break

SIZES = [(32, 32), (320, 240), (1920, 1080)]
MODULES = {"numpy": "NumPy", "skimage": "scikit-image", "sklearn": "scikit-learn", "threadpoolctl": "threadpoolctl"}


def missing():
    lacking = []
    for module, name in MODULES.items():
        try:
            importlib.import_module(module)
        except ImportError:
            lacking.append(name)
    return lacking


def passes(call, seconds):
    """The seconds of each pass, at least one, after one that is not counted."""
    call()
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return times


def median(times):
    times = sorted(times)
    half = len(times) // 2
    return times[half] if len(times) % 2 else (times[half - 1] + times[half]) / 2


def images(folder, width, height):
    import numpy as np

    return np.load(folder / f"images-{width}x{height}.npy").astype(np.uint8).reshape(-1, height, width)


def skimage_hog(folder, width, height, seconds):
    import skimage
    from skimage.feature import hog

    batch = images(folder, width, height)

    def call():
        for image in batch:
            hog(image, orientations=9, pixels_per_cell=(8, 8), cells_per_block=(2, 2), block_norm="L2-Hys")

    return f"scikit-image {skimage.__version__}", median(passes(call, seconds)) / len(batch), {}


def vlfeat_hog(folder, width, height, seconds, program, shared):
    batch = images(folder, width, height)
    out = subprocess.run(
        [program, str(width), str(height), str(len(batch)), str(int(shared)), str(seconds)],
        input=batch.tobytes(), stdout=subprocess.PIPE, check=True).stdout
    times = [float(line) for line in out.split()]
    peer = "VLFeat, votes shared by bins" if shared else "VLFeat"
    return peer, median(times[1:] or times) / len(batch), {}


def vlfeat_sift(folder, width, height, seconds, program):
    """With a flat window, bins of 6 pixels and a step of 4, as DenseSiftBenchmark has it."""
    batch = images(folder, width, height)
    out = subprocess.run(
        [program, str(width), str(height), str(len(batch)), "6", "4", "1", str(seconds)],
        input=batch.tobytes(), stdout=subprocess.PIPE, check=True).stdout
    times = [float(line) for line in out.split()]
    return "VLFeat, fast", median(times[1:] or times) / len(batch), {}


def kmeans(folder, k, seconds):
    import numpy as np
    import sklearn
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rows = np.load(folder / "rows.npy")
    start = np.load(folder / f"start-{k}.npy")
    fitted = []

    def call():
        model = KMeans(n_clusters=k, init=start, n_init=1, max_iter=10, tol=0, algorithm="lloyd")
        fitted[:] = [model.fit(rows)]

    import warnings

    with threadpool_limits(2), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged after ten iterations
        times = passes(call, seconds)
    # In double: what scikit-learn reports is summed in float.
    labels = fitted[0].predict(rows)
    energy = float(sum(((rows[i:i + 1000].astype(np.float64) - fitted[0].cluster_centers_[labels[i:i + 1000]]) ** 2).sum()
                       for i in range(0, len(rows), 1000)))
    return f"scikit-learn {sklearn.__version__}", median(times), {"energy": energy, "iterations": int(fitted[0].n_iter_)}


def nearest(folder, k, seconds):
    """By KMeans.predict, which is several times as fast as pairwise_distances_argmin."""
    import numpy as np
    import sklearn
    from sklearn.cluster import KMeans
    from threadpoolctl import threadpool_limits

    rows = np.load(folder / "rows.npy")
    words = np.load(folder / f"start-{k}.npy")
    with threadpool_limits(1):
        model = KMeans(n_clusters=k, init=words, n_init=1, max_iter=1).fit(words)
        model.cluster_centers_ = words  # what fitting leaves differs in the last bits
        model._n_threads = 1
        times = passes(lambda: model.predict(rows), seconds)
    return f"scikit-learn {sklearn.__version__}", median(times) / len(rows), {}


def head_data(folder, shape):
    import numpy as np

    return np.load(folder / f"heads-{shape}.npy"), np.load(folder / f"heads-{shape}-labels.npy")


def objective(problem, x, y, w, b):
    """In double, as benchmarks' LinearProblem has it: mean loss and (1/2n)|W|^2, the SVM's bias penalised as LinearSVC does."""
    import numpy as np

    total = 0.0
    for at in range(0, len(x), 5000):
        s = x[at:at + 5000].astype(np.float64) @ w.T + b
        own = (np.arange(len(s)), y[at:at + 5000])
        if problem == "svm":
            t = -np.ones_like(s)
            t[own] = 1
            total += (np.maximum(0, 1 - t * s) ** 2).sum()
        else:
            most = s.max(axis=1, keepdims=True)
            total += (np.log(np.exp(s - most).sum(axis=1)) + most[:, 0] - s[own]).sum()
    norm = (w ** 2).sum() + ((b ** 2).sum() if problem == "svm" else 0)
    return total / len(x) + norm / (2 * len(x))


def linear_head(folder, shape, problem):
    """The time of the first of ever tighter tolerances that comes near enough the optimum; later calls time that one alone."""
    import warnings

    import sklearn
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC
    from threadpoolctl import threadpool_limits

    x, y = head_data(folder, shape)
    told = json.loads((folder / f"heads-{shape}.json").read_text())
    enough = told[problem]
    known = folder / f"heads-{shape}-{problem}.tolerance"
    tolerance = float(known.read_text()) if known.exists() else told.get(f"{problem}-tolerance", 0.1)
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        while True:
            if problem == "svm":
                # The primal solver, which minimises the same as the dual and is there sooner.
                model = LinearSVC(dual=False, tol=tolerance, max_iter=20000)
            else:
                model = LogisticRegression(solver="lbfgs", multi_class="multinomial", tol=tolerance, max_iter=20000)
            start = time.perf_counter()
            model.fit(x, y)
            seconds = time.perf_counter() - start
            value = objective(problem, x, y, model.coef_.astype(float), model.intercept_.astype(float))
            if value <= enough:
                known.write_text(str(tolerance))
                return f"scikit-learn {sklearn.__version__}", seconds, {"objective": value, "tolerance": tolerance}
            tolerance /= 3
            if tolerance < 1e-9:
                sys.exit(f"scikit-learn reaches {value} at best, {enough} is near enough the optimum")


def mlp_epoch(folder, shape, threads, seconds):
    import warnings

    import sklearn
    from sklearn.neural_network import MLPClassifier
    from threadpoolctl import threadpool_limits

    x, y = head_data(folder, shape)
    model = MLPClassifier((256,), solver="sgd", alpha=0, batch_size=256, learning_rate_init=0.03, momentum=0.9,
                          nesterovs_momentum=False, max_iter=1, warm_start=True, random_state=1)
    with threadpool_limits(threads), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return f"scikit-learn {sklearn.__version__}", median(passes(lambda: model.fit(x, y), seconds)), {}


def mixture_data(folder):
    import numpy as np

    return [np.load(folder / f"mixture-{name}.npy") for name in ("weights", "means", "variances", "rows")]


def mixture_difference(folder, means):
    """The greatest difference of means from Whittle's after an iteration, in standard deviations."""
    import numpy as np

    ours, variances = (np.load(folder / f"mixture-next-{name}.npy") for name in ("means", "variances"))
    return float((abs(means - ours) / np.sqrt(variances)).max())


def em(folder, seconds):
    """Half of what three iterations take longer than one, since starting and ending take time too."""
    import warnings

    import numpy as np
    import sklearn
    from sklearn.mixture import GaussianMixture
    from threadpoolctl import threadpool_limits

    weights, means, variances, rows = mixture_data(folder)

    def fit(iterations):
        model = GaussianMixture(len(means), covariance_type="diag", tol=0, max_iter=iterations, init_params="random",
                                weights_init=weights[0] / weights.astype(np.float64).sum(), means_init=means,
                                precisions_init=1 / variances, random_state=1)
        start = time.perf_counter()
        model.fit(rows)
        return time.perf_counter() - start, model

    times = []
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it has not converged
        end = time.perf_counter() + seconds
        while not times or time.perf_counter() < end:
            one, model = fit(1)
            times.append((fit(3)[0] - one) / 2)
    difference = mixture_difference(folder, model.means_)
    return f"scikit-learn {sklearn.__version__}", median(times), {"difference": difference}


def vlfeat_mixture(folder, what, most_rows, seconds, program):
    import numpy as np

    weights, means, variances, rows = mixture_data(folder)
    rows = rows[:most_rows]
    k, d = means.shape
    values = b"".join(a.astype(np.float32).tobytes() for a in (weights, means, variances, rows))
    out = subprocess.run([program, what, str(d), str(k), str(len(rows)), str(seconds)],
                         input=values, stdout=subprocess.PIPE, check=True).stdout.decode().splitlines()
    if what == "fisher":
        times = [float(line) for line in out]
        return "VLFeat", median(times[1:] or times), {}
    theirs = np.array(out[-1].split()[1:], np.float64).reshape(k, d)
    return "VLFeat", median([float(line) for line in out[:-1]]), {"difference": mixture_difference(folder, theirs)}


def vlfeat_program(folder, name):
    """The C program of this name, built; or None and why not."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        return None, "a C compiler for VLFeat"
    program = folder / name
    source = pathlib.Path(__file__).with_name(name + ".c")
    built = subprocess.run([compiler, "-O2", "-o", program, source, "-lvl"], stderr=subprocess.DEVNULL, check=False)
    return (program, None) if built.returncode == 0 else (None, "VLFeat's header and library")


def cases(folder, temporary, seconds):
    """Name, what, unit, how a time becomes a rate, and the call; then what is missing."""
    all_cases = []
    shapes = sorted(path.stem.split("-", 1)[1] for path in folder.glob("heads-*.json"))
    for shape in shapes:
        for problem in ("svm", "softmax"):
            all_cases.append((f"{problem}-{shape}", f"{problem}, {shape}", "s", lambda s: s,
                              lambda p=problem, d=shape: linear_head(folder, d, p)))
        for threads in (1, 2):
            all_cases.append((f"mlp-{shape}-{threads}", f"epoch of an MLP, {shape}, threads: {threads}", "s", lambda s: s,
                              lambda d=shape, t=threads: mlp_epoch(folder, d, t, seconds)))
    if shapes:
        return all_cases, []
    for width, height in SIZES:
        what = f"HoG, Dalal–Triggs, {width}×{height}"
        all_cases.append((f"skimage-{width}x{height}", what, "images/s", lambda s: 1 / s,
                          lambda w=width, h=height: skimage_hog(folder, w, h, seconds)))
    program, lacking = vlfeat_program(temporary, "vlfeat_sift")
    if program:
        all_cases.append(("vlfeat-sift-320x240", "Dense SIFT, flat window, bins of 6, step 4, 320×240", "images/s",
                          lambda s: 1 / s, lambda p=program: vlfeat_sift(folder, 320, 240, seconds, p)))
    program, lacking = vlfeat_program(temporary, "vlfeat_hog")
    if program:
        for width, height in SIZES:
            what = f"HoG, Dalal–Triggs, {width}×{height}"
            for shared in (False, True):
                name = f"vlfeat-{'shared-' if shared else ''}{width}x{height}"
                all_cases.append((name, what, "images/s", lambda s: 1 / s,
                                  lambda w=width, h=height, b=shared: vlfeat_hog(folder, w, h, seconds, program, b)))
    starts = sorted(int(path.stem.split("-")[1]) for path in folder.glob("start-*.npy"))
    for k in starts:
        all_cases.append((f"kmeans-{k}", f"k-means, K = {k:,}, 10 iterations, 2 threads", "s", lambda s: s,
                          lambda k=k: kmeans(folder, k, seconds)))
    all_cases.append(("nearest", f"Nearest of {starts[-1]:,} words", "1,000/s", lambda s: 1e-3 / s,
                      lambda: nearest(folder, starts[-1], seconds)))
    if (folder / "mixture-rows.npy").exists():
        all_cases.append(("em", "Iteration of EM", "s", lambda s: s, lambda: em(folder, seconds)))
        mixture, _ = vlfeat_program(temporary, "vlfeat_mixture")
        if mixture:
            all_cases.append(("em-vlfeat", "Iteration of EM", "s", lambda s: s,
                              lambda: vlfeat_mixture(folder, "em", None, seconds, mixture)))
            all_cases.append(("fisher-vlfeat", "Fisher vector of 10,000 rows", "s", lambda s: s,
                              lambda: vlfeat_mixture(folder, "fisher", 10000, seconds, mixture)))
    return all_cases, [lacking] if lacking else []


def number(value):
    decimals = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 1 else 3
    return f"{value:,.{decimals}f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=pathlib.Path, help="made by dev.whittle.benchmarks.PeerData")
    parser.add_argument("--check", action="store_true", help="only say what is missing; exit code 1 if anything is that is needed")
    parser.add_argument("--only", metavar="CASE,…", help="these cases alone, such as kmeans-1024,nearest")
    parser.add_argument("--skip", metavar="CASE,…", default="", help="all cases but these")
    parser.add_argument("--seconds", type=float, default=1.5, help="how long to repeat a case (default: 1.5)")
    parser.add_argument("--json", action="store_true", help="JSON in place of Markdown")
    options = parser.parse_args()
    lacking = missing()
    if lacking:
        sys.exit("not installed for " + sys.executable + ": " + ", ".join(lacking))
    if options.check:
        return
    if not options.folder:
        parser.error("a folder of data is needed")
    with tempfile.TemporaryDirectory() as temporary:
        all_cases, absent = cases(options.folder, pathlib.Path(temporary), options.seconds)
        wanted = options.only.split(",") if options.only else [case[0] for case in all_cases]
        wanted = [name for name in wanted if name not in options.skip.split(",")]
        unknown = set(wanted) - {case[0] for case in all_cases}
        if options.only and unknown:
            parser.error(f"no such case here: {', '.join(sorted(unknown))}"
                         + (f"; not found: {', '.join(absent)}" if absent else ""))
        results = []
        for name, what, unit, rate, call in all_cases:
            if name in wanted:
                peer, seconds, more = call()
                results.append({"case": name, "what": what, "peer": peer, "unit": unit, "rate": rate(seconds), "seconds": seconds, **more})
    if options.json:
        json.dump({"results": results, "missing": absent}, sys.stdout)
        return
    print("| | peer | unit | |\n| --- | --- | --- | ---: |")
    for r in results:
        print(f"| {r['what']} | {r['peer']} | {r['unit']} | {number(r['rate'])} |")
    for r in results:
        if "energy" in r:
            print(f"\nEnergy after {r['iterations']} iterations of {r['case']}: {r['energy']:.6g}")
    for name in absent:
        print(f"\nLeft out, not found: {name}")


if __name__ == "__main__":
    main()
