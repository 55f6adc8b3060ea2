package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
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
 * Images in files, with one folder for each class. An image is decoded each time it is read. Classes and files are
 * sorted by the code points of their names. The name of an image is its path relative to the data set, with slashes on
 * every system. Files and folders whose names start with a dot are ignored.
 */
public final class ImageFolder extends PixelHash.HashedDataset {
    /** The largest number of bad files that a message lists. */
    private static final int LISTED = 10;

    private final Path root;
    private final List<String> classes;
    private final List<Entry> entries;
    /** The size that images are scaled to; 0 if they are not scaled. */
    private final int width;

    private final int height;
    /** Null if it was not computed yet. */
    private final String sha256;

    private record Entry(String name, int label) {}

    private ImageFolder(Path root, List<String> classes, List<Entry> entries, int width, int height, String sha256) {
        this.root = root;
        this.classes = classes;
        this.entries = entries;
        this.width = width;
        this.height = height;
        this.sha256 = sha256;
    }

    /**
     * The images {@code root/CLASS/*}. Their files are listed now and decoded when they are read; {@link #checked}
     * decodes all.
     *
     * @throws IOException if there is no such folder, it holds a file where a class is expected, or a class has no
     *     files
     */
    public static ImageFolder read(Path root) throws IOException {
        return read(root, "");
    }

    /**
     * The images {@code root/part/CLASS/*}; their names begin with {@code part/}.
     *
     * @throws IOException if there is no such folder, it holds a file where a class is expected, or a class has no
     *     files
     */
    public static ImageFolder read(Path root, String part) throws IOException {
        if (!Files.isDirectory(root.resolve(part))) {
            throw new IOException(root.resolve(part) + ": there is no such folder");
        }
        List<String> classes = classes(root.resolve(part));
        List<Entry> entries = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            for (String name : files(root, (part.isEmpty() ? "" : part + "/") + classes.get(c))) {
                entries.add(new Entry(name, c));
            }
        }
        return new ImageFolder(root, classes, List.copyOf(entries), 0, 0, null);
    }

    /** The same images scaled to a size by {@link AreaScaling}; their proportions are not kept. */
    public ImageFolder withSize(int newWidth, int newHeight) {
        if (newWidth < 1 || newHeight < 1) {
            throw new IllegalArgumentException("Images are at least 1x1 pixel, got " + newWidth + "x" + newHeight);
        }
        return new ImageFolder(root, classes, entries, newWidth, newHeight, null);
    }

    /** The images with these numbers, in this order. */
    public ImageFolder select(int... index) {
        return new ImageFolder(
                root, classes, Arrays.stream(index).mapToObj(entries::get).toList(), width, height, null);
    }

    /**
     * Decodes every image once, on all threads, so that damaged files are found at the start. The hash of the data set
     * is known afterwards.
     *
     * @throws IOException if files cannot be read as images, with their names
     */
    public ImageFolder checked(Run run) throws IOException {
        return new ImageFolder(root, classes, entries, width, height, decodeAll(run));
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

    /**
     * The names in a folder that do not start with a dot, sorted by code points. UTF-8 keeps this order, UTF-16 does
     * not.
     */
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
        return width == 0 ? image : AreaScaling.scale(image, width, height);
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
        return sha256 == null ? super.hash() : sha256;
    }
}
