package dev.whittle.feature.data;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.image.AreaScaling;
import dev.whittle.feature.image.Fit;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.feature.image.Preparation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

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
    private final List<Entry> entries;
    private final Preparation how;
    /** Null for none. */
    private final ImageCache cache;

    private final List<LeftOut> leftOut;
    private final boolean checked;

    /** @param key of the contents, see {@link ImageCache#key}; null until the file was read */
    private record Entry(String name, Path path, int label, String key, int bands, List<String> notes) {
        Entry(String name, Path path, int label) {
            this(name, path, label, null, 0, List.of());
        }

        Entry withLabel(int newLabel) {
            return new Entry(name, path, newLabel, key, bands, notes);
        }
    }

    private ImageFolder(
            Path root,
            List<String> classes,
            List<Entry> entries,
            Preparation how,
            ImageCache cache,
            List<LeftOut> leftOut,
            boolean checked) {
        this.root = root;
        this.classes = List.copyOf(classes);
        this.entries = List.copyOf(entries);
        this.how = how;
        this.cache = cache;
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
        List<Entry> entries = new ArrayList<>();
        for (ImageFiles.Found file : found.files()) {
            int slash = file.name().indexOf('/');
            if (slash < 0) {
                leftOut.add(new LeftOut(prefix + file.name(), "is in no folder of a class"));
                continue;
            }
            classes.add(file.name().substring(0, slash));
            entries.add(new Entry(prefix + file.name(), file.path(), classes.size() - 1));
        }
        for (String name : found.folders()) {
            if (!classes.contains(name)) {
                leftOut.add(new LeftOut(prefix + name, "is a folder without images"));
            }
        }
        if (classes.isEmpty()) {
            throw new IOException(folder + ": expected a folder of images for each class, found none"
                    + (leftOut.isEmpty() ? "" : ":\n" + LeftOut.lines(leftOut)));
        }
        return new ImageFolder(root, List.copyOf(classes), entries, Preparation.NONE, null, leftOut, false);
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
        List<Entry> entries = new ArrayList<>();
        for (ImageFiles.Found file : found.files()) {
            String name = label.remove(file.name());
            if (name == null) {
                leftOut.add(new LeftOut(file.name(), "has no label in " + labels.getFileName()));
            } else {
                entries.add(new Entry(file.name(), file.path(), classes.indexOf(name)));
            }
        }
        label.keySet().forEach(name -> leftOut.add(new LeftOut(name, "is not there, but has a label")));
        if (entries.isEmpty()) {
            throw new IOException(labels + ": no image in " + root + " has a label:\n" + LeftOut.lines(leftOut));
        }
        return new ImageFolder(root, classes, entries, Preparation.NONE, null, leftOut, false);
    }

    /** The same images scaled to a size by {@link AreaScaling}; their proportions are not kept. */
    public ImageFolder withSize(int width, int height) {
        return withSize(width, height, Fit.STRETCH);
    }

    /** The same images with one size. */
    public ImageFolder withSize(int width, int height, Fit fit) {
        return with(how.withSize(width, height, fit));
    }

    /** The same images, all gray (1) or all RGB (3). A gray image gets three equal bands, a colour image its luma. */
    public ImageFolder withBands(int bands) {
        return new ImageFolder(root, classes, entries, how.withBands(bands), cache, leftOut, checked);
    }

    private ImageFolder with(Preparation newHow) {
        List<Entry> unread =
                entries.stream().map(e -> new Entry(e.name, e.path, e.label)).toList();
        return new ImageFolder(root, classes, unread, newHow, cache, leftOut, false);
    }

    /**
     * The same images, kept in a cache once they are decoded.
     *
     * @param newCache null for none
     */
    public ImageFolder withCache(ImageCache newCache) {
        return new ImageFolder(root, classes, entries, how, newCache, leftOut, checked);
    }

    /** The images with these numbers, in this order. */
    public ImageFolder select(int... index) {
        return new ImageFolder(
                root, classes, Arrays.stream(index).mapToObj(entries::get).toList(), how, cache, leftOut, checked);
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** The numbers of the images of a class, in order. */
    public List<Integer> ofClass(int label) {
        return IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).label == label)
                .boxed()
                .toList();
    }

    /** What is done to each image after it is decoded. */
    public Preparation preparation() {
        return how;
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
        return entries.stream().mapToInt(Entry::bands).max().orElse(1);
    }

    /**
     * What a reader should know of how images were decoded: for each kind of note the names of the images.
     *
     * @throws IllegalStateException if the files were not read yet; see {@link #checked}
     */
    public TreeMap<String, List<String>> notes() {
        requireChecked();
        TreeMap<String, List<String>> notes = new TreeMap<>();
        for (Entry entry : entries) {
            for (String note : entry.notes) {
                notes.computeIfAbsent(note, n -> new ArrayList<>()).add(entry.name);
            }
        }
        return notes;
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
        List<LeftOut> faults = usable.leftOut.stream().filter(LeftOut::isFault).toList();
        if (!faults.isEmpty()) {
            throw new IOException(faults.size() + " of "
                    + (entries.size()
                            + leftOut.stream().filter(LeftOut::isFault).count())
                    + " files and folders in " + root + " cannot be used:\n" + LeftOut.lines(faults)
                    + "\nMend or remove them, or continue without them: whittle compare --skip-bad");
        }
        return usable;
    }

    /**
     * Decodes every image once, on all threads, and leaves out those that cannot be decoded; {@link #leftOut} names
     * them. A class without usable images is left out, too.
     *
     * @throws IOException if no image is left
     */
    public ImageFolder usable(Run run) throws IOException {
        int n = entries.size();
        Entry[] read = new Entry[n];
        String[] problems = new String[n];
        run.parallel(n, 1, (i, to) -> {
            try {
                read[i] = read(entries.get(i));
            } catch (IOException e) {
                problems[i] = e.getMessage();
            }
            run.progress("read images", to, n);
        });
        if (cache != null) {
            cache.trim();
        }
        List<LeftOut> out = new ArrayList<>(leftOut);
        Set<String> left = new LinkedHashSet<>();
        for (int i = 0; i < n; i++) {
            if (read[i] == null) {
                out.add(new LeftOut(entries.get(i).name, problems[i], PixelHash.ofFile(entries.get(i).path)));
            } else {
                left.add(classes.get(read[i].label));
            }
        }
        List<String> used = classes.stream().filter(left::contains).toList();
        classes.stream()
                .filter(name -> !left.contains(name))
                .forEach(name -> out.add(new LeftOut(name, "is a class without usable images")));
        if (used.isEmpty()) {
            throw new IOException(root + ": no image can be used:\n" + LeftOut.lines(out));
        }
        List<Entry> kept = new ArrayList<>();
        for (Entry entry : read) {
            if (entry != null) {
                kept.add(entry.withLabel(used.indexOf(classes.get(entry.label))));
            }
        }
        return new ImageFolder(root, used, kept, how, cache, out, true);
    }

    private Entry read(Entry entry) throws IOException {
        byte[] contents = ImageFile.bytes(entry.path);
        String key = ImageCache.key(contents, how);
        ImageCache.About about = cache == null ? null : cache.about(key);
        if (about == null) {
            about = decoded(contents, key, entry).about();
        }
        return new Entry(entry.name, entry.path, entry.label, key, about.bands(), about.notes());
    }

    /** Decodes the contents of a file, and keeps the image in the cache. */
    private ImageCache.Decoded decoded(byte[] contents, String key, Entry entry) throws IOException {
        ImageCache.Decoded decoded = decode(contents, entry);
        if (cache != null) {
            cache.put(key, decoded);
        }
        return decoded;
    }

    private ImageCache.Decoded decode(byte[] contents, Entry entry) throws IOException {
        List<String> notes = new ArrayList<>();
        Planar<GrayU8> image = ImageFile.read(contents, entry.path.toString(), note -> notes.add(note.text()));
        return new ImageCache.Decoded(how.withBands(0).apply(image), List.copyOf(notes));
    }

    @Override
    public ImageCache cache() {
        return cache;
    }

    @Override
    public String contentKey(int i) {
        Entry entry = entries.get(i);
        return entry.key == null ? null : entry.key + " " + how.bands();
    }

    @Override
    public int size() {
        return entries.size();
    }

    /** @throws UncheckedIOException if the file has been changed or removed since the folder was opened */
    @Override
    public Planar<GrayU8> image(int i) {
        Entry entry = entries.get(i);
        ImageCache.Decoded decoded = entry.key == null || cache == null ? null : cache.get(entry.key);
        try {
            if (decoded == null) {
                byte[] contents = ImageFile.bytes(entry.path);
                String key = ImageCache.key(contents, how);
                if (entry.key != null && !entry.key.equals(key)) {
                    throw new IOException(entry.path + ": was changed since the folder was opened; start again");
                }
                decoded = decoded(contents, key, entry);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return how.withSize(0, 0, null).apply(decoded.image());
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
}
