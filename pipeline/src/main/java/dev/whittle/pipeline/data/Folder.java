package dev.whittle.pipeline.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.HashedDataset;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images in files, a folder per class, decoded whenever one is asked for. Classes and files are sorted by the code points of
 * their names; an image is named by its path relative to the data set, with slashes on every system.
 *
 * <p>Opening decodes every image once, in parallel: that finds all damaged files before any work is built on the others, and
 * gives the hash.
 */
public final class Folder extends HashedDataset {
    /** Of many bad files so many are listed. */
    private static final int LISTED = 10;

    private final Path root;
    private final List<String> classes;
    private final List<Entry> entries;
    private final FolderData.Size size;
    private final String sha256;

    private record Entry(String name, int label) {}

    private Folder(Path root, List<String> classes, List<Entry> entries, FolderData.Size size, Run run)
            throws IOException {
        this.root = root;
        this.classes = classes;
        this.entries = entries;
        this.size = size;
        this.sha256 = decodeAll(run);
    }

    /** Reads {@code root/train/CLASS/*} and {@code root/test/CLASS/*}; both need the same classes. */
    static Splits readTrainTest(Path root, FolderData.Size size, Run run) throws IOException {
        for (String part : new String[] {"train", "test"}) {
            if (!Files.isDirectory(root.resolve(part))) {
                throw new IOException("There is no folder '" + part + "' in " + root + ". Expected train/CLASS/* and"
                        + " test/CLASS/*; where there is only CLASS/*, say in the experiment how to split it, such as"
                        + " split: {testFraction: 0.2, seed: 1}");
            }
        }
        List<String> classes = classes(root.resolve("train"));
        List<String> testClasses = classes(root.resolve("test"));
        if (!classes.equals(testClasses)) {
            throw new IOException(root + ": expected the same classes in train and test, found only in train "
                    + without(classes, testClasses) + ", only in test " + without(testClasses, classes));
        }
        requireTwo(root, classes);
        List<Entry> train = new ArrayList<>();
        List<Entry> test = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            for (String name : files(root, "train/" + classes.get(c))) {
                train.add(new Entry(name, c));
            }
            for (String name : files(root, "test/" + classes.get(c))) {
                test.add(new Entry(name, c));
            }
        }
        return new Splits(new Folder(root, classes, train, size, run), new Folder(root, classes, test, size, run));
    }

    /** Reads {@code root/CLASS/*} and divides each class. */
    static Splits readSplit(Path root, FolderData.Split split, FolderData.Size size, Run run) throws IOException {
        List<String> classes = classes(root);
        requireTwo(root, classes);
        List<Entry> train = new ArrayList<>();
        List<Entry> test = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            List<String> names = files(root, classes.get(c));
            int n = names.size();
            int trainCount = split.train(n);
            if (n < 2 || trainCount >= n) {
                throw new IOException(root.resolve(classes.get(c)) + ": expected at least "
                        + Math.max(2, split.trainPerClass() == null ? 2 : split.trainPerClass() + 1)
                        + " images, so that some are left for the test, found " + n);
            }
            int[] order = run.withSeed(split.seed())
                    .random("folder split " + classes.get(c), 0)
                    .permutation(n);
            Arrays.sort(order, 0, trainCount);
            Arrays.sort(order, trainCount, n);
            for (int i = 0; i < n; i++) {
                (i < trainCount ? train : test).add(new Entry(names.get(order[i]), c));
            }
        }
        return new Splits(new Folder(root, classes, train, size, run), new Folder(root, classes, test, size, run));
    }

    private static void requireTwo(Path root, List<String> classes) throws IOException {
        if (classes.size() < 2) {
            throw new IOException(root + ": expected at least two classes, found only '" + classes.get(0) + "'");
        }
    }

    private static List<String> classes(Path folder) throws IOException {
        List<String> classes = visible(folder);
        for (String name : classes) {
            if (!Files.isDirectory(folder.resolve(name))) {
                throw new IOException(
                        folder.resolve(name) + ": expected a folder of images, one for each class," + " found a file");
            }
        }
        if (classes.isEmpty()) {
            throw new IOException(folder + ": expected a folder of images for each class, found none");
        }
        return classes;
    }

    /** The files of a class, relative to the data set. */
    private static List<String> files(Path root, String folder) throws IOException {
        List<String> names = visible(root.resolve(folder));
        if (names.isEmpty()) {
            throw new IOException(root.resolve(folder) + ": expected images, found none");
        }
        return names.stream().map(name -> folder + "/" + name).toList();
    }

    /** The names in a folder that do not start with a dot, by code points: UTF-8 keeps their order, UTF-16 does not. */
    private static List<String> visible(Path folder) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
            for (Path path : found) {
                String name = path.getFileName().toString();
                if (!name.startsWith(".")) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        names.sort((a, b) ->
                Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));
        return List.copyOf(names);
    }

    private static List<String> without(List<String> these, List<String> those) {
        return these.stream().filter(name -> !those.contains(name)).toList();
    }

    /** Decodes all images, a few at a time, and adds them to the hash in order. */
    private String decodeAll(Run run) throws IOException {
        PixelHash hash = new PixelHash(classes);
        List<String> bad = new ArrayList<>();
        int block = 4 * run.threads();
        List<Planar<GrayU8>> images = new ArrayList<>();
        for (int start = 0; start < entries.size(); start += block) {
            int from = start;
            int n = Math.min(block, entries.size() - from);
            images.clear();
            String[] problems = new String[n];
            for (int i = 0; i < n; i++) {
                images.add(null);
            }
            run.parallel(n, 1, (i, to) -> {
                try {
                    images.set(i, decode(from + i));
                } catch (IOException e) {
                    problems[i] = e.getMessage();
                }
            });
            for (int i = 0; i < n; i++) {
                if (problems[i] == null) {
                    hash.add(label(from + i), images.get(i));
                } else {
                    bad.add(problems[i]);
                }
            }
            run.progress("read images", from + n, entries.size());
        }
        if (!bad.isEmpty()) {
            throw new IOException(bad.size() + " of " + entries.size() + " files in " + root
                    + " cannot be read as images:\n  "
                    + String.join("\n  ", bad.subList(0, Math.min(LISTED, bad.size())))
                    + (bad.size() > LISTED ? "\n  and " + (bad.size() - LISTED) + " more" : ""));
        }
        return hash.hex();
    }

    private Planar<GrayU8> decode(int i) throws IOException {
        Planar<GrayU8> image = ImageFile.read(root.resolve(entries.get(i).name));
        return size == null ? image : AreaScaling.scale(image, size.width(), size.height());
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** @throws UncheckedIOException if the file has been damaged or removed since the folder was opened */
    @Override
    public Planar<GrayU8> image(int i) {
        try {
            return decode(i);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int label(int i) {
        return entries.get(i).label;
    }

    @Override
    public String name(int i) {
        return entries.get(i).name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    protected String hash() {
        return sha256;
    }
}
