package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.ImageShape;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Images in files, with one folder for each class or with a list of labels. {@link ImageFiles} finds the files and says
 * which are taken. Folders within that of a class belong to the class. Classes and files are sorted by the code points
 * of their names. The name of an image is its path relative to the data set, with slashes on every system.
 *
 * <p>An image is decoded each time it is read, unless there is an {@link ImageCache}.
 */
public final class ImageFolder extends PixelHash.HashedDataset implements CachedImages {
    private final Path root;
    private final List<String> classes;
    private final List<ImageEntry> entries;
    private final Decoding decoding;
    private final List<LeftOut> leftOut;
    private final boolean checked;

    private ImageFolder(
            Path root,
            List<String> classes,
            List<ImageEntry> entries,
            Decoding decoding,
            List<LeftOut> leftOut,
            boolean checked) {
        this.root = root;
        this.classes = List.copyOf(classes);
        this.entries = List.copyOf(entries);
        this.decoding = decoding;
        this.leftOut = List.copyOf(leftOut);
        this.checked = checked;
    }

    /**
     * The images {@code root/CLASS/*}. Their files are listed now and decoded when they are read; {@link #checked}
     * decodes all.
     *
     * @throws IOException if there is no such folder, or it has no folder with images
     */
    public static ImageFolder read(Path root) throws IOException {
        return read(root, "");
    }

    /**
     * The images {@code root/part/CLASS/*}; their names begin with {@code part/}.
     *
     * @throws IOException if there is no such folder, or it has no folder with images
     */
    public static ImageFolder read(Path root, String part) throws IOException {
        Path folder = root.resolve(part);
        ImageFiles found = ImageFiles.below(folder);
        String prefix = part.isEmpty() ? "" : part + "/";
        List<LeftOut> leftOut = new ArrayList<>();
        found.ignored().forEach(out -> leftOut.add(out.within(prefix)));
        Set<String> classes = new LinkedHashSet<>();
        List<ImageEntry> entries = new ArrayList<>();
        for (ImageFiles.Found file : found.files()) {
            int slash = file.name().indexOf('/');
            if (slash < 0) {
                leftOut.add(new LeftOut(prefix + file.name(), "is in no folder of a class"));
                continue;
            }
            classes.add(file.name().substring(0, slash));
            entries.add(new ImageEntry(prefix + file.name(), file.path(), classes.size() - 1));
        }
        for (String name : found.folders()) {
            if (!classes.contains(name)) {
                leftOut.add(new LeftOut(prefix + name, "is a folder without images"));
            }
        }
        if (classes.isEmpty()) {
            throw new IOException(folder + ": expected a folder of images for each class, found none"
                    + withoutFolders(found, leftOut));
        }
        return new ImageFolder(root, List.copyOf(classes), entries, Decoding.PLAIN, leftOut, false);
    }

    /** What there is in place of folders with images, and what to do if that is images. */
    private static String withoutFolders(ImageFiles found, List<LeftOut> leftOut) {
        if (found.files().isEmpty()) {
            return leftOut.isEmpty() ? "" : ":\n" + LeftOut.lines(leftOut);
        }
        int n = found.files().size();
        return ", but " + n + (n == 1 ? " image" : " images") + ", such as "
                + found.files().get(0).name() + ". Move them into a folder for each class; or name their classes in a"
                + " CSV file with the name of an image and its class in each line, and give this file: labels: FILE in"
                + " an experiment, ImageFolder.read(folder, FILE) in code";
    }

    /**
     * The images of a folder, wherever in it, with the labels of a list.
     *
     * @param labels a CSV file with the name of an image relative to the folder and its class in each line; see {@link
     *     LabelFile}
     * @throws IOException if one of the two cannot be read, or no image has a label
     */
    public static ImageFolder read(Path root, Path labels) throws IOException {
        ImageFiles found = ImageFiles.below(root);
        TreeMap<String, String> label = LabelFile.ofImages(labels);
        List<LeftOut> leftOut = new ArrayList<>(found.ignored());
        TreeSet<String> sorted = new TreeSet<>(ImageFiles.ORDER);
        for (ImageFiles.Found file : found.files()) {
            if (label.containsKey(file.name())) {
                sorted.add(label.get(file.name()));
            }
        }
        List<String> classes = List.copyOf(sorted);
        List<ImageEntry> entries = new ArrayList<>();
        for (ImageFiles.Found file : found.files()) {
            String name = label.remove(file.name());
            if (name == null) {
                leftOut.add(new LeftOut(file.name(), "has no label in " + labels.getFileName()));
            } else {
                entries.add(new ImageEntry(
                        file.name(), file.path(), Collections.binarySearch(classes, name, ImageFiles.ORDER)));
            }
        }
        label.keySet().forEach(name -> leftOut.add(new LeftOut(name, "is not there, but has a label")));
        if (entries.isEmpty()) {
            throw new IOException(labels + ": no image in " + root + " has a label:\n" + LeftOut.lines(leftOut));
        }
        return new ImageFolder(root, classes, entries, Decoding.PLAIN, leftOut, false);
    }

    /** The same images scaled to a size by {@link AreaScaling}; their proportions are not kept. */
    public ImageFolder withSize(int width, int height) {
        return withSize(width, height, Fit.STRETCH);
    }

    /** The same images with one size. */
    public ImageFolder withSize(int width, int height, Fit fit) {
        return unread(decoding.with(preparation().withSize(width, height, fit)));
    }

    /** The same images, all gray (1) or all RGB (3). A gray image gets three equal bands, a colour image its luma. */
    public ImageFolder withBands(int bands) {
        return new ImageFolder(
                root, classes, entries, decoding.with(preparation().withBands(bands)), leftOut, checked);
    }

    /** The same images, whose files may have so many pixels, at most 2<sup>28</sup>. */
    public ImageFolder withMaxPixels(long maxPixels) {
        return unread(decoding.withMaxPixels(maxPixels));
    }

    private ImageFolder unread(Decoding other) {
        List<ImageEntry> unread = entries.stream().map(ImageEntry::unread).toList();
        return new ImageFolder(root, classes, unread, other, leftOut, false);
    }

    /**
     * The same images, kept in a cache once they are decoded.
     *
     * @param newCache null for none
     */
    public ImageFolder withCache(ImageCache newCache) {
        return new ImageFolder(root, classes, entries, decoding.with(newCache), leftOut, checked);
    }

    /** The images with these numbers, in this order. */
    public ImageFolder select(int... index) {
        return new ImageFolder(
                root, classes, Arrays.stream(index).mapToObj(entries::get).toList(), decoding, leftOut, checked);
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** What is done to each image after it is decoded. */
    public Preparation preparation() {
        return decoding.how();
    }

    /** Files and folders that are not used, with the reason. */
    public List<LeftOut> leftOut() {
        return leftOut;
    }

    /**
     * The largest number of bands in the files, 1 or 3.
     *
     * @throws IllegalStateException if the files were not read yet; see {@link #checked}
     */
    public int bands() {
        requireChecked();
        return entries.stream().mapToInt(entry -> entry.about().bands()).max().orElse(1);
    }

    /**
     * What a reader should know of how images were decoded: for each kind of note the names of the images.
     *
     * @throws IllegalStateException if the files were not read yet; see {@link #checked}
     */
    public TreeMap<String, List<String>> notes() {
        requireChecked();
        TreeMap<String, List<String>> notes = new TreeMap<>();
        for (ImageEntry entry : entries) {
            for (String note : entry.about().notes()) {
                notes.computeIfAbsent(note, n -> new ArrayList<>()).add(entry.name());
            }
        }
        return notes;
    }

    /**
     * The shapes of all images, in their order.
     *
     * @throws IllegalStateException if the files were not read yet; see {@link #checked}
     */
    public Set<ImageShape> shapes() {
        requireChecked();
        return entries.stream()
                .map(entry -> entry.shape(preparation().bands()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void requireChecked() {
        if (!checked) {
            throw new IllegalStateException(
                    "The files in " + root + " were not read yet; call checked or usable first");
        }
    }

    /**
     * Decodes every image once, on all threads, so that all damaged files are found at the start.
     *
     * @throws IOException if files cannot be read as images, or were left out although they may be images, with their
     *     names
     */
    public ImageFolder checked(Run run) throws IOException {
        ImageFolder usable = usable(run);
        usable.requireAll();
        return usable;
    }

    /** @throws IOException if files or folders were left out although they may be images, with their names */
    public void requireAll() throws IOException {
        List<LeftOut> faults = leftOut.stream().filter(LeftOut::isFault).toList();
        if (!faults.isEmpty()) {
            throw new IOException(faults.size() + " of " + (entries.size() + faults.size())
                    + " files and folders in " + root + " cannot be used:\n" + LeftOut.lines(faults)
                    + "\nMend or remove them, or continue without them: give --skip-bad");
        }
    }

    /**
     * Decodes every image once, on all threads, and leaves out those that cannot be decoded; {@link #leftOut} names
     * them. A class without usable images is left out, too. With a cache, files that were read before and did not
     * change since are not read.
     *
     * @throws IOException if no image is left
     */
    public ImageFolder usable(Run run) throws IOException {
        int n = entries.size();
        ImageEntry[] read = new ImageEntry[n];
        String[] problems = new String[n];
        KnownFiles known = KnownFiles.of(entries, decoding, run);
        run.parallel(n, 1, (i, to) -> {
            try {
                read[i] =
                        known.entry(i) != null ? known.entry(i) : entries.get(i).read(decoding);
            } catch (IOException e) {
                problems[i] = e.getMessage();
            }
            run.progress("read images", to, n);
        });
        if (cache() != null) {
            known.keep(read);
            cache().trim();
            cache().warn(run);
        }
        return without(problems, Arrays.asList(read));
    }

    /**
     * Leaves out the images of some shapes; {@link #leftOut} names them. A class without usable images is left out,
     * too.
     *
     * @param problem what is wrong with images of a shape; empty for those that stay
     * @throws IOException if no image is left
     * @throws IllegalStateException if the files were not read yet; see {@link #checked}
     */
    public ImageFolder without(Function<ImageShape, Optional<String>> problem) throws IOException {
        requireChecked();
        return without(
                entries.stream()
                        .map(entry -> problem.apply(entry.shape(preparation().bands()))
                                .orElse(null))
                        .toArray(String[]::new),
                entries);
    }

    /** Leaves out images that have a problem. */
    private ImageFolder without(String[] problems, List<ImageEntry> read) throws IOException {
        List<LeftOut> out = new ArrayList<>(leftOut);
        Set<String> left = new LinkedHashSet<>();
        for (int i = 0; i < problems.length; i++) {
            ImageEntry entry = entries.get(i);
            if (problems[i] != null) {
                out.add(new LeftOut(entry.name(), problems[i], PixelHash.ofFile(entry.path())));
            } else {
                left.add(classes.get(entry.label()));
            }
        }
        List<String> used = classes.stream().filter(left::contains).toList();
        classes.stream()
                .filter(name -> !left.contains(name))
                .forEach(name -> out.add(new LeftOut(name, "is a class without usable images")));
        if (used.isEmpty()) {
            throw new IOException(root + ": no image can be used:\n" + LeftOut.lines(out));
        }
        int[] number = classes.stream().mapToInt(used::indexOf).toArray();
        List<ImageEntry> kept = new ArrayList<>();
        for (int i = 0; i < problems.length; i++) {
            if (problems[i] == null) {
                ImageEntry entry = read.get(i);
                kept.add(entry.withLabel(number[entry.label()]));
            }
        }
        return new ImageFolder(root, used, kept, decoding, out, true);
    }

    @Override
    public ImageCache cache() {
        return decoding.cache();
    }

    @Override
    public String contentKey(int i) {
        String key = entries.get(i).key();
        return key == null ? null : key + " " + preparation().bands();
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** @throws UncheckedIOException if the file has been changed or removed since the folder was opened */
    @Override
    public Planar<GrayU8> image(int i) {
        try {
            return preparation().withSize(0, 0, null).apply(entries.get(i).image(decoding));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int label(int i) {
        return entries.get(i).label();
    }

    @Override
    public String name(int i) {
        return entries.get(i).name();
    }

    @Override
    public List<String> classes() {
        return classes;
    }
}
