#!/usr/bin/env python3
"""scikit-learn's heads on the rows that HeadAccuracy wrote, beside Whittle's: accuracy on the test images, by seed, paired.

    java -Xmx8g --add-modules jdk.incubator.vector -cp benchmarks/target/benchmarks.jar dev.whittle.benchmarks.HeadAccuracy FOLDER
    python3 benchmarks/peers/accuracy.py FOLDER [head ...]

Heads are softmax (LogisticRegression, C = 1, L-BFGS to its own tolerance within 1000 iterations), svm (LinearSVC, C = 1, by its primal solver,
which minimises the same as the dual and ends sooner) and mlp (MLPClassifier, 256 ReLU, 20 epochs of Adam at 1e-3, batches of 256, alpha = 0; it has
no schedule for Adam, so Whittle's with a falling rate is set beside the same).
What was measured is kept in FOLDER/scikit-learn.json, so that the script goes on where it was stopped.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.svm import LinearSVC


def head(name, seed):
    if name == "softmax":
        return LogisticRegression(solver="lbfgs", multi_class="multinomial", max_iter=1000)
    if name == "svm":
        return LinearSVC(dual=False)
    return MLPClassifier((256,), alpha=0, batch_size=256, max_iter=20, n_iter_no_change=1000, random_state=seed)


def main():
    folder = pathlib.Path(sys.argv[1])
    ours = json.loads((folder / "whittle.json").read_text())
    kept = folder / "scikit-learn.json"
    theirs = json.loads(kept.read_text()) if kept.exists() else {}
    print(f"| features | head | Whittle | scikit-learn {sklearn.__version__} | difference by seed | mean |")
    print("| --- | --- | ---: | ---: | --- | ---: |")
    for shape, heads in ours.items():
        x, y = (np.load(folder / f"{shape}-train{part}.npy") for part in ("", "-labels"))
        test_x, test_y = (np.load(folder / f"{shape}-test{part}.npy") for part in ("", "-labels"))
        for name, accuracies in heads.items():
            peer_name = name.split()[0]
            if sys.argv[2:] and peer_name not in sys.argv[2:]:
                continue
            for seed in range(1, len(accuracies) + 1):
                key = f"{shape} {peer_name} {seed}"
                if key not in theirs:
                    rows = np.load(folder / f"{shape}-rows-{seed}.npy")
                    with warnings.catch_warnings():
                        warnings.simplefilter("ignore")
                        theirs[key] = float((head(peer_name, seed).fit(x[rows], y[rows]).predict(test_x) == test_y).mean())
                    kept.write_text(json.dumps(theirs))
            peer = [theirs[f"{shape} {peer_name} {seed}"] for seed in range(1, len(accuracies) + 1)]
            differences = [100 * (a - b) for a, b in zip(accuracies, peer)]
            print(f"| {shape} | {name} | {100 * np.mean(accuracies):.2f} | {100 * np.mean(peer):.2f} | "
                  f"{', '.join(f'{d:+.2f}' for d in differences)} | {np.mean(differences):+.2f} |", flush=True)


main()
