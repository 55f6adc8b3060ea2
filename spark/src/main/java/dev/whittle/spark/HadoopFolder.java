package dev.whittle.spark;

import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.data.ImageNames;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * The image files below a folder of any file system that Hadoop reads, by the rules of {@link ImageFiles}: the same
 * names in the same order as on a disk. Object stores have no symbolic links and no names in other encodings than
 * UTF-8, so of these the rules say nothing. On a disk {@link ImageFiles} itself finds the files.
 *
 * @param files the images in their order
 * @param ignored files and folders that were not taken, with the reason
 */
record HadoopFolder(List<Found> files, List<LeftOut> ignored) {
    /** How many bytes of a file tell its format. */
    private static final int START = 64;
    /** The largest image file, as on one machine. */
    private static final long MAX_BYTES = 1L << 30;
    /** How long to wait before a file is read again, attempt by attempt. */
    private static final long[] WAIT_MILLIS = {500, 2000, 8000};

    /**
     * An image file.
     *
     * @param name relative to the folder
     * @param path as a URI, or a path of the default file system
     */
    record Found(String name, String path) implements Serializable {
        /** The name of the class: the folder below the root that the file is in; null if it is in none. */
        String label() {
            return EncodedImage.labelOf(name);
        }

        /** Reads the file. An error that may pass, such as of a connection, is tried again before it is a problem. */
        EncodedImage read(Configuration hadoop) {
            for (int attempt = 0; ; attempt++) {
                try {
                    return contents(new Path(path), hadoop);
                } catch (FileNotFoundException | AccessControlException e) {
                    return bad("cannot be read: " + e.getMessage());
                } catch (IOException e) {
                    if (attempt == WAIT_MILLIS.length) {
                        return bad("cannot be read: " + e.getMessage());
                    }
                    sleep(WAIT_MILLIS[attempt]);
                }
            }
        }

        private EncodedImage contents(Path file, Configuration hadoop) throws IOException {
            FileSystem files = file.getFileSystem(hadoop);
            long size = files.getFileStatus(file).getLen();
            if (size > MAX_BYTES) {
                return bad("has " + size + " bytes, expected at most " + MAX_BYTES + " for an image");
            }
            long memory = Runtime.getRuntime().maxMemory();
            if (size > memory) {
                return bad("has " + size + " bytes, more than the Java heap of " + memory + " bytes");
            }
            try (InputStream in = files.open(file)) {
                return new EncodedImage(name, label(), in.readAllBytes(), null);
            }
        }

        private static void sleep(long millis) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException("The thread was interrupted");
            }
        }

        private EncodedImage bad(String reason) {
            return new EncodedImage(name, label(), null, reason);
        }
    }

    /**
     * Finds the images below a folder.
     *
     * @param root a URI such as {@code s3a://bucket/photos}, or a path of the default file system
     * @throws IOException if there is no such folder, or it cannot be read
     */
    static HadoopFolder below(String root, Configuration hadoop) throws IOException {
        Path folder = new Path(root);
        FileSystem files = folder.getFileSystem(hadoop);
        Path absolute = files.makeQualified(folder);
        return files.getScheme().equals("file")
                ? onDisk(java.nio.file.Path.of(absolute.toUri()))
                : listed(absolute, files);
    }

    private static HadoopFolder onDisk(java.nio.file.Path root) throws IOException {
        ImageFiles found = ImageFiles.below(root);
        List<Found> files = found.files().stream()
                .map(file -> new Found(file.name(), new Path(file.path().toUri()).toString()))
                .toList();
        return new HadoopFolder(files, found.ignored());
    }

    /** What {@link #below} finds in a file system that is no disk. */
    static HadoopFolder listed(Path root, FileSystem files) throws IOException {
        if (!files.getFileStatus(root).isDirectory()) {
            throw new IOException(root + ": there is no such folder");
        }
        HadoopFolder found = new HadoopFolder(new ArrayList<>(), new ArrayList<>());
        found.enter(root, "", files);
        found.files.sort(Comparator.comparing(Found::name, ImageFiles.ORDER));
        found.ignored.sort(Comparator.comparing(LeftOut::name, ImageFiles.ORDER));
        return found;
    }

    private void enter(Path folder, String name, FileSystem system) throws IOException {
        FileStatus[] entries;
        try {
            entries = system.listStatus(folder);
        } catch (IOException e) {
            if (name.isEmpty()) {
                throw new IOException(folder + ": the folder cannot be read: " + e.getMessage(), e);
            }
            ignored.add(new LeftOut(name, "is a folder that cannot be read: " + e.getMessage()));
            return;
        }
        ImageNames names = new ImageNames(
                Arrays.stream(entries).map(entry -> entry.getPath().getName()).toList());
        for (FileStatus entry : entries) {
            String last = entry.getPath().getName();
            String relative = name.isEmpty() ? last : name + "/" + last;
            if (ImageNames.isOfSystem(last)) {
                continue;
            }
            if (entry.isDirectory()) {
                enter(entry.getPath(), relative, system);
                continue;
            }
            Optional<String> aside = names.aside(last);
            if (aside.isPresent()) {
                ignored.add(new LeftOut(relative, aside.get()));
            } else if (!ImageFile.hasImageName(last) && !startsLikeImage(entry.getPath(), system)) {
                ignored.add(new LeftOut(relative, LeftOut.NO_IMAGE));
            } else {
                files.add(new Found(relative, entry.getPath().toString()));
            }
        }
    }

    /** An unreadable file is taken for an image, so that it is reported when it is read. */
    private static boolean startsLikeImage(Path file, FileSystem system) {
        try (InputStream in = system.open(file)) {
            return ImageFile.startsLikeImage(in.readNBytes(START));
        } catch (IOException e) {
            return true;
        }
    }
}
