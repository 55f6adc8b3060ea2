package dev.whittle.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line of the table of ratios: what is timed for it, and what it should reach.
 *
 * @param name what is computed, and on what
 * @param peer who else computes it; null where a rate itself is the aim
 * @param unit of the rates
 * @param work how many units an operation of the benchmark is; null if times are shown, in seconds
 * @param timed what is timed for each column
 * @param vectorAim the least ratio to the peer with vector kernels (the least rate where there is no peer), or null
 * @param scalarAim the same with scalar kernels
 */
record Target(
        String name,
        String peer,
        String unit,
        Double work,
        Map<Column, Measurement> timed,
        Double vectorAim,
        Double scalarAim) {

    /** Who is timed. */
    enum Column {
        VECTOR,
        SCALAR,
        PEER,
        /** What the scalar kernels are compared with, where that is not {@link #PEER}. */
        SCALAR_PEER
    }

    /**
     * What the tables of issue and documentation ask for, in their order. {@code quick} has less of what takes long.
     */
    static List<Target> all(boolean quick) {
        List<Target> all = new ArrayList<>();
        all.add(hog("1920x1080", By.OPENCV, "OpenCV", 10, 2.5));
        all.add(hog("32x32", By.OPENCV, "OpenCV", 6, 2));
        all.add(hog("320x240", By.BOOFCV_FAST, "BoofCV fast", 15, 5));
        Measurement cells = Measurement.of(
                "HogBenchmark.extract", Map.of("kind", "PLAIN_CELLS", "size", "1920x1080", "bands", "1"));
        all.add(new Target(
                "HoG, bare cells without interpolation, 1920×1080",
                null,
                "MPix/s",
                1e-6,
                byKernels(cells, null, null),
                1000.0,
                250.0));
        Map<Column, Measurement> sift = by(Measurement.of("DenseSiftBenchmark.describe", Map.of()), null);
        sift.put(Column.PEER, Measurement.ofPython("vlfeat-sift-320x240"));
        all.add(new Target(
                "Dense SIFT, flat window, bins of 6, step 4, 320×240", "VLFeat", "images/s", 1.0, sift, 3.0, null));
        all.add(pixels("HSV_HISTOGRAM", "1920x1080", "RGB → HSV and histogram of 10×4×4", 2.0, 1.0));
        all.add(pixels("HSV_HISTOGRAM", "32x32", "RGB → HSV and histogram of 10×4×4", 2.0, 1.0));
        all.add(pixels("EQUALIZE", "1920x1080", "Histogram equalisation", 1.0, 0.7));
        all.add(gemm(quick ? "64x64x64" : "1024x1024x1024", true, 0.75));
        all.add(gemm(quick ? "1000x128x1024" : "100000x128x1024", false, 1.0));
        all.add(kMeans(quick ? "2000x128x64" : "100000x128x1024"));
        all.add(nearestWord());
        all.add(fisher(quick ? "1000x64x32" : "10000x64x256"));
        all.add(mixture(mixtureShape(quick), "scikit-learn", 10));
        all.add(mixture(mixtureShape(quick), "VLFeat", 3));
        all.add(threads(quick ? 500 : 50_000));
        return List.copyOf(all);
    }

    /** Training heads, for {@code --heads}; {@code quick} on few drawn numbers. */
    static List<Target> heads(boolean quick) {
        List<Target> all = new ArrayList<>();
        for (String shape : quick ? List.of("600x32") : List.of("50000x324", "50000x1764")) {
            Measurement svm = Measurement.of("SvmBenchmark.train", Map.of("shape", shape));
            Measurement softmax = Measurement.of("SoftmaxBenchmark.train", Map.of("shape", shape));
            all.add(seconds("SVM, squared hinge", shape, "LIBLINEAR, dual", 10, with(svm, "LIBLINEAR_DUAL")));
            all.add(seconds("SVM, squared hinge (primal)", shape, "LIBLINEAR, primal", 10, with(svm, "LIBLINEAR")));
            all.add(seconds("SVM, squared hinge (LinearSVC)", shape, "scikit-learn", 10, python(svm, "svm-" + shape)));
            all.add(seconds("Softmax", shape, "Smile", 10, with(softmax, "SMILE")));
            all.add(seconds("Softmax (L-BFGS)", shape, "scikit-learn", 2, python(softmax, "softmax-" + shape)));
            int[] sizes = Pictures.numbers(shape);
            double work = 1e-9 * MlpPeersBenchmark.operations(sizes[0], sizes[1]);
            for (String threads : List.of("1", "2")) {
                Measurement mlp = Measurement.of("MlpPeersBenchmark.epoch", Map.of("shape", shape, "threads", threads));
                String what = "Epoch of an MLP of 256, " + shape.replace('x', '×') + ", threads: " + threads;
                all.add(new Target(what, "PyTorch", "GFLOP/s", work, with(mlp, "PYTORCH"), 1.0, null));
                all.add(new Target(
                        what + " (MLPClassifier)",
                        "scikit-learn",
                        "GFLOP/s",
                        work,
                        python(mlp, "mlp-" + shape + "-" + threads),
                        1.0,
                        null));
            }
            Measurement mlp = Measurement.of("MlpPeersBenchmark.epoch", Map.of("shape", shape, "threads", "1"));
            String what = "Epoch of an MLP of 256, " + shape.replace('x', '×') + " (in double)";
            all.add(new Target(what, "Smile", "GFLOP/s", work, with(mlp, "SMILE"), null, null));
            // A batch into the hidden units: its share of the multiply-adds in the heading is that of the machine's
            // peak.
            all.add(gemm("256x" + sizes[1] + "x256", false, null));
        }
        all.addAll(imageNetwork(quick ? 20 : 512));
        for (String batch : List.of("1", "64")) {
            Measurement onnx = Measurement.of(
                    "OnnxBenchmark.scores", Map.of("shape", (quick ? 20 : 512) + "x3x32x32", "batch", batch));
            String what = "ONNX model as a feature of images of 32×32, batches of " + batch;
            all.add(new Target(
                    what, "ONNX Runtime", "images/s", quick ? 20.0 : 512.0, with(onnx, "ONNX_RUNTIME"), 0.9, null));
        }
        return List.copyOf(all);
    }

    /** A training step of a network of convolutions, and inference. */
    private static List<Target> imageNetwork(int images) {
        List<Target> both = new ArrayList<>();
        for (String method : List.of("step", "scores")) {
            boolean step = method.equals("step");
            Measurement timed = Measurement.of(
                    "ImageNetworkBenchmark." + method, Map.of("shape", images + "x3x32x32", "threads", "2"));
            String what = (step ? "Training step" : "Inference") + " of a network of convolutions, " + images
                    + " images of 32×32, threads: 2";
            double work = 1e-9 * ImageNetworkBenchmark.operations(images, step);
            both.add(new Target(what, "PyTorch", "GFLOP/s", work, with(timed, "PYTORCH"), step ? 0.8 : 1.0, null));
        }
        return both;
    }

    private static Target seconds(String name, String shape, String peer, double aim, Map<Column, Measurement> timed) {
        return new Target(name + ", " + shape.replace('x', '×'), peer, "s", null, timed, aim, null);
    }

    private static Map<Column, Measurement> with(Measurement measurement, String peer) {
        return Map.of(Column.VECTOR, measurement.with("by", "VECTOR"), Column.PEER, measurement.with("by", peer));
    }

    private static Map<Column, Measurement> python(Measurement measurement, String name) {
        return Map.of(Column.VECTOR, measurement.with("by", "VECTOR"), Column.PEER, Measurement.ofPython(name));
    }

    /** By the benchmark's parameter {@code by}. */
    private static Map<Column, Measurement> by(Measurement measurement, By peer) {
        Map<Column, Measurement> timed = new EnumMap<>(Column.class);
        timed.put(Column.VECTOR, measurement.with("by", "VECTOR"));
        timed.put(Column.SCALAR, measurement.with("by", "SCALAR"));
        if (peer != null) {
            timed.put(Column.PEER, measurement.with("by", peer.name()));
        }
        return timed;
    }

    /** By the benchmark's parameter {@code kernels}; {@code name} is set to {@code value} for the columns of peers. */
    private static Map<Column, Measurement> byKernels(Measurement measurement, String name, String value) {
        Map<Column, Measurement> timed = new EnumMap<>(Column.class);
        timed.put(Column.VECTOR, measurement.with("kernels", "VECTOR"));
        timed.put(Column.SCALAR, measurement.with("kernels", "SCALAR"));
        if (name != null) {
            timed.put(Column.PEER, timed.get(Column.VECTOR).with(name, value));
            timed.put(Column.SCALAR_PEER, timed.get(Column.SCALAR).with(name, value));
        }
        return timed;
    }

    private static Target hog(String size, By peer, String peerName, double vectorAim, double scalarAim) {
        int[] sides = Pictures.numbers(size);
        return new Target(
                "HoG, Dalal–Triggs, " + size.replace('x', '×'),
                peerName,
                "images/s",
                1.0 / (sides[0] * sides[1]),
                by(Measurement.of("HogPeersBenchmark.extract", Map.of("size", size)), peer),
                vectorAim,
                scalarAim);
    }

    private static Target pixels(String work, String size, String name, Double vectorAim, Double scalarAim) {
        return new Target(
                name + ", " + size.replace('x', '×'),
                "OpenCV",
                "MPix/s",
                1e-6,
                by(Measurement.of("ColorPeersBenchmark.work", Map.of("work", work, "size", size)), By.OPENCV),
                vectorAim,
                scalarAim);
    }

    /**
     * As of k-means and the nearest word, nothing is asked of the scalar kernels; those that take long are left out.
     */
    private static Target gemm(String shape, boolean withScalar, Double vectorAim) {
        int[] mkn = Pictures.numbers(shape);
        Map<Column, Measurement> timed =
                by(Measurement.of("GemmBenchmark.addProduct", Map.of("shape", shape)), By.OPENBLAS);
        if (!withScalar) {
            timed.remove(Column.SCALAR);
        }
        return new Target(
                "Product of " + String.format(Locale.ROOT, "%,d×%,d by %,d×%,d", mkn[0], mkn[1], mkn[1], mkn[2]),
                "OpenBLAS",
                "GFLOP/s",
                2e-9 * mkn[0] * mkn[1] * mkn[2],
                timed,
                vectorAim,
                null);
    }

    private static Target kMeans(String shape) {
        int[] sizes = Pictures.numbers(shape);
        Map<Column, Measurement> timed = new EnumMap<>(Column.class);
        timed.put(
                Column.VECTOR,
                Measurement.of("KMeansBenchmark.cluster", Map.of("shape", shape, "threads", "2", "by", "VECTOR")));
        timed.put(Column.PEER, Measurement.ofPython("kmeans-" + sizes[2]));
        return new Target(
                String.format(
                        Locale.ROOT,
                        "k-means, %,d×%,d, K = %,d, 10 iterations, 2 threads",
                        sizes[0],
                        sizes[1],
                        sizes[2]),
                "scikit-learn",
                "s",
                null,
                timed,
                1.0,
                null);
    }

    private static Target nearestWord() {
        Map<Column, Measurement> timed = by(Measurement.of("NearestWordBenchmark.assign", Map.of()), null);
        timed.put(Column.PEER, Measurement.ofPython("nearest"));
        return new Target("Nearest of 1,024 words of 128 values", "scikit-learn", "1,000/s", 1e-3, timed, 1.2, null);
    }

    private static Target fisher(String shape) {
        int[] sizes = Pictures.numbers(shape);
        Measurement encode = Measurement.of("FisherBenchmark.encode", Map.of("shape", shape));
        Measurement products = Measurement.of("FisherBenchmark.products", Map.of("shape", shape, "by", "VECTOR"));
        Map<Column, Measurement> timed = by(encode, null);
        timed.put(Column.PEER, products);
        timed.put(Column.SCALAR_PEER, products.with("by", "SCALAR"));
        return new Target(
                String.format(Locale.ROOT, "Fisher vector of %,d×%,d, %,d Gaussians", sizes[0], sizes[1], sizes[2]),
                "its four products",
                "GFLOP/s",
                8e-9 * sizes[0] * sizes[1] * sizes[2],
                timed,
                0.6,
                null);
    }

    /** N×D×K of an iteration of EM. */
    static String mixtureShape(boolean quick) {
        return quick ? "2000x16x32" : "200000x64x256";
    }

    private static Target mixture(String shape, String peer, double aim) {
        int[] sizes = Pictures.numbers(shape);
        Measurement iteration = Measurement.of("MixtureBenchmark.iteration", Map.of("shape", shape, "threads", "1"));
        return new Target(
                String.format(
                        Locale.ROOT,
                        "Iteration of EM, %,d×%,d, %,d Gaussians (%s)",
                        sizes[0],
                        sizes[1],
                        sizes[2],
                        peer),
                peer,
                "s",
                null,
                python(iteration, peer.equals("VLFeat") ? "em-vlfeat" : "em"),
                aim,
                null);
    }

    private static Target threads(int images) {
        Measurement two = Measurement.of(
                "ExtractAllBenchmark.extractAll", Map.of("images", Integer.toString(images), "threads", "2"));
        return new Target(
                String.format(Locale.ROOT, "HoG of %,d RGB images of 32×32, 2 threads", images),
                "1 thread",
                "images/s",
                (double) images,
                byKernels(two, "threads", "1"),
                1.8,
                1.8);
    }
}
