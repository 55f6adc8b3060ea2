package dev.whittle.benchmarks;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.classify.Samples;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Rng;
import dev.whittle.feature.Run;
import dev.whittle.feature.hog.Hog;
import dev.whittle.feature.table.Matrix;
import dev.whittle.feature.transform.Standardize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What heads are trained on: standardised Dalal–Triggs HoG of the 50,000 training images of CIFAR-10, with cells of 8×8
 * pixels (324 values) or 4×4 (1764), where the data is there; else, and for other numbers of rows, drawn numbers of the
 * same shape in ten overlapping clouds.
 *
 * @param real whether it is CIFAR-10
 */
record HeadData(Samples samples, boolean real) {
    static final int CLASSES = 10;
    private static final int IMAGES = 50_000;
    private static final List<String> TRAINING = IntStream.rangeClosed(1, 5)
            .mapToObj(i -> "data_batch_" + i + ".bin")
            .toList();
    private static final Map<Integer, Integer> CELL_SIZES = Map.of(324, 8, 1764, 4);

    /** @param shape rows × columns, such as 50000x324 */
    static HeadData of(String shape) {
        int[] sizes = Pictures.numbers(shape);
        if (sizes[0] == IMAGES && CELL_SIZES.containsKey(sizes[1]) && Files.isDirectory(cifar())) {
            return new HeadData(standardised(shape, TRAINING).get(0), true);
        }
        return new HeadData(drawn(sizes[0], sizes[1]), false);
    }

    /**
     * The training images' features, then the test images' standardised by them.
     *
     * @throws IllegalStateException if CIFAR-10 is not there
     */
    static List<Samples> trainAndTest(String shape) {
        if (!Files.isDirectory(cifar())) {
            throw new IllegalStateException("CIFAR-10 is not there; whittle fetch cifar10");
        }
        return standardised(shape, TRAINING, List.of("test_batch.bin"));
    }

    /** For each list of files its features, all standardised by those of the first. */
    @SafeVarargs
    private static List<Samples> standardised(String shape, List<String>... parts) {
        Run run = Run.defaults();
        List<Samples> raw = Stream.of(parts)
                .map(names -> hog(cifar(), CELL_SIZES.get(Pictures.numbers(shape)[1]), names))
                .toList();
        var standardize = Standardize.defaults().fit(raw.get(0).inMemory("Standardising"), run);
        return raw.stream()
                .map(part ->
                        new Samples(standardize.apply(part.inMemory("Standardising"), run), part.labels(), CLASSES))
                .toList();
    }

    /** Of the bits of features and labels. */
    String sha256() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Matrix x = samples.inMemory("The hash");
            ByteBuffer row = ByteBuffer.allocate(4 * x.columns() + 4);
            for (int r = 0; r < x.rows(); r++) {
                row.clear();
                row.asFloatBuffer().put(x.data(), r * x.columns(), x.columns());
                row.putInt(4 * x.columns(), samples.labels()[r]);
                digest.update(row);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What it is, for the heading of figures. */
    String text() {
        return real ? "HoG of CIFAR-10" : "drawn numbers (CIFAR-10 is not there; whittle fetch cifar10)";
    }

    /** Where settings and optima that were found are kept, as what is looked for takes minutes. */
    static Path workFolder() throws IOException {
        return Files.createDirectories(cache().resolve("benchmarks"));
    }

    private static Path cache() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path cache = xdg == null || xdg.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return cache.resolve("whittle");
    }

    private static Path cifar() {
        String named = System.getenv("WHITTLE_DATA");
        return (named == null || named.isEmpty() ? cache().resolve("data") : Path.of(named))
                .resolve("cifar-10-batches-bin");
    }

    /** CIFAR-10's binary files: a byte of label, then 1024 bytes each of red, green and blue, for each image. */
    private static Samples hog(Path folder, int cellSize, List<String> names) {
        int images = names.size() * 10_000;
        int[] labels = new int[images];
        byte[][] files = new byte[names.size()][];
        try {
            for (int f = 0; f < files.length; f++) {
                files[f] = Files.readAllBytes(folder.resolve(names.get(f)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Run run = Run.defaults();
        Hog spec = Hog.defaults();
        FeatureExtractor hog =
                new Hog(cellSize, spec.bins(), spec.signed(), spec.layout(), spec.interpolate()).fit(null, run);
        int length = hog.length(new Planar<>(GrayU8.class, 32, 32, 3));
        Matrix features = new Matrix(images, length);
        run.parallel(images, 100, (from, to) -> {
            Planar<GrayU8> image = new Planar<>(GrayU8.class, 32, 32, 3);
            for (int i = from; i < to; i++) {
                byte[] file = files[i / 10_000];
                int at = i % 10_000 * 3073;
                labels[i] = file[at];
                for (int band = 0; band < 3; band++) {
                    System.arraycopy(file, at + 1 + 1024 * band, image.getBand(band).data, 0, 1024);
                }
                hog.extract(image, features.data(), i * length, run);
            }
        });
        return new Samples(features, labels, CLASSES);
    }

    private static Samples drawn(int rows, int columns) {
        float[][] means = new float[CLASSES][columns];
        for (int k = 0; k < CLASSES; k++) {
            Rng rng = new Rng(1, "head mean", k);
            for (int c = 0; c < columns; c++) {
                means[k][c] = (float) (rng.nextGaussian() / Math.sqrt(columns));
            }
        }
        Matrix features = new Matrix(rows, columns);
        int[] labels = new int[rows];
        for (int r = 0; r < rows; r++) {
            Rng rng = new Rng(1, "head sample", r);
            labels[r] = rng.nextInt(CLASSES);
            for (int c = 0; c < columns; c++) {
                features.set(r, c, (float) rng.nextGaussian() + 1.5f * means[labels[r]][c]);
            }
        }
        return new Samples(features, labels, CLASSES);
    }
}
