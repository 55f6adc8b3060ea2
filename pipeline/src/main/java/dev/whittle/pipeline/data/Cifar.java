package dev.whittle.pipeline.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Images in the binary format of CIFAR-10 and CIFAR-100 (Krizhevsky, "Learning Multiple Layers of Features from Tiny
 * Images", 2009). An image is 32×32 RGB. Its record holds the label bytes, then the red, the green and the blue plane,
 * row by row. CIFAR-10 has one label byte. CIFAR-100 has the coarse label (0–19, checked and ignored) and then the fine
 * label.
 */
public final class Cifar extends PixelHash.HashedDataset {
    static final String CIFAR_10_FOLDER = "cifar-10-batches-bin";
    static final String CIFAR_100_FOLDER = "cifar-100-binary";

    private static final int SIDE = 32;
    private static final int PLANE = SIDE * SIDE;
    private static final int COARSE_CLASSES = 20;

    private final List<byte[]> files;
    private final List<String> fileNames;
    private final int recordsPerFile;
    private final int labelBytes;
    private final List<String> classes;

    private Cifar(
            List<byte[]> files, List<String> fileNames, int recordsPerFile, int labelBytes, List<String> classes) {
        this.files = files;
        this.fileNames = fileNames;
        this.recordsPerFile = recordsPerFile;
        this.labelBytes = labelBytes;
        this.classes = classes;
    }

    /**
     * Reads CIFAR-10: five training batches and the test batch of 10,000 images each, and the names of the ten classes.
     */
    static Splits readCifar10(Path folder, String steps) throws IOException {
        List<String> classes = classNames(DataPlaces.file(folder, steps, "batches.meta.txt"), 10);
        List<Path> train = new ArrayList<>();
        for (int batch = 1; batch <= 5; batch++) {
            train.add(DataPlaces.file(folder, steps, "data_batch_" + batch + ".bin"));
        }
        Path test = DataPlaces.file(folder, steps, "test_batch.bin");
        return new Splits(read(train, 10_000, 1, classes), read(List.of(test), 10_000, 1, classes));
    }

    /** Reads CIFAR-100 with its fine labels: 50,000 training and 10,000 test images of a hundred classes. */
    static Splits readCifar100(Path folder, String steps) throws IOException {
        List<String> classes = classNames(DataPlaces.file(folder, steps, "fine_label_names.txt"), 100);
        Path train = DataPlaces.file(folder, steps, "train.bin");
        Path test = DataPlaces.file(folder, steps, "test.bin");
        return new Splits(read(List.of(train), 50_000, 2, classes), read(List.of(test), 10_000, 2, classes));
    }

    /**
     * Reads files of records.
     *
     * @param recordsPerFile the number of records that each file must have
     * @param labelBytes 1 as in CIFAR-10, or 2 as in CIFAR-100, where the second one is the label
     * @throws IOException if a file has another length, or a label is out of range
     */
    public static Cifar read(List<Path> paths, int recordsPerFile, int labelBytes, List<String> classes)
            throws IOException {
        int record = labelBytes + 3 * PLANE;
        List<byte[]> files = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Path path : paths) {
            try (CheckedFile file = CheckedFile.open(path)) {
                byte[] bytes = file.read((long) recordsPerFile * record, recordsPerFile + " records of " + record);
                file.end();
                for (int r = 0; r < recordsPerFile; r++) {
                    for (int b = 0; b < labelBytes; b++) {
                        int at = r * record + b;
                        int below = b == labelBytes - 1 ? classes.size() : COARSE_CLASSES;
                        if ((bytes[at] & 255) >= below) {
                            throw file.error(
                                    at,
                                    "record " + r + ": expected a label from 0 to " + (below - 1) + ", found "
                                            + (bytes[at] & 255));
                        }
                    }
                }
                files.add(bytes);
            }
            names.add(path.getFileName().toString());
        }
        return new Cifar(files, names, recordsPerFile, labelBytes, List.copyOf(classes));
    }

    /** The class names of a file, one per line; empty lines are ignored. */
    private static List<String> classNames(Path file, int expected) throws IOException {
        List<String> names = new String(RegularFile.bytes(file), StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (names.size() != expected) {
            throw new IOException(file + ", byte " + Files.size(file) + ": expected " + expected
                    + " class names, one per line, found " + names.size());
        }
        return names;
    }

    private int record(int i) {
        return Objects.checkIndex(i, size()) % recordsPerFile * (labelBytes + 3 * PLANE);
    }

    @Override
    public int size() {
        return files.size() * recordsPerFile;
    }

    @Override
    public Planar<GrayU8> image(int i) {
        int pixels = record(i) + labelBytes;
        Planar<GrayU8> image = new Planar<>(GrayU8.class, SIDE, SIDE, 3);
        for (int band = 0; band < 3; band++) {
            System.arraycopy(files.get(i / recordsPerFile), pixels + band * PLANE, image.getBand(band).data, 0, PLANE);
        }
        return image;
    }

    @Override
    public int label(int i) {
        int record = record(i);
        return files.get(i / recordsPerFile)[record + labelBytes - 1] & 255;
    }

    @Override
    public String name(int i) {
        Objects.checkIndex(i, size());
        return fileNames.get(i / recordsPerFile) + "#" + i % recordsPerFile;
    }

    @Override
    public List<String> classes() {
        return classes;
    }
}
