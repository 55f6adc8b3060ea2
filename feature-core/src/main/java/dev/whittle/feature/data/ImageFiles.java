package dev.whittle.feature.data;

import dev.whittle.feature.file.FileNames;
import dev.whittle.feature.image.ImageFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The image files below a folder. Every command of Whittle finds images in this way.
 *
 * <ul>
 *   <li>A file is an image if its first bytes are those of an image, or if its name ends like that of one. So a damaged
 *       photo is found, and a text file is not. Other files are ignored and counted.
 *   <li>A camera's RAW file is ignored if the JPEG of the same name lies beside it. Otherwise it is an image that is
 *       refused when it is read.
 *   <li>A thumbnail {@code .THM} is ignored if the RAW file, JPEG or film of the same name lies beside it.
 *   <li>Names that start with a dot, and files that systems write ({@code Thumbs.db}, {@code desktop.ini}, {@code
 *       __MACOSX} and the like), are passed over without a word.
 *   <li>Symbolic links are followed. A folder that is reached again by a link is entered once, under its own name if
 *       that is below the folder too.
 *   <li>Files are sorted component by component of their paths, by code points: {@code a/z} before {@code a-b/a}.
 *   <li>A file or folder whose name is not in UTF-8 is not taken. Under another encoding of the locale all work ends.
 * </ul>
 *
 * @param root the folder
 * @param files the images in their order
 * @param folders the names of the folders in it that were entered, in their order
 * @param ignored files and folders that were not taken, with the reason
 */
public record ImageFiles(Path root, List<Found> files, List<String> folders, List<LeftOut> ignored) {
    /** Compares relative names component by component, by code points, as UTF-8 does and UTF-16 does not. */
    public static final Comparator<String> ORDER = ImageFiles::compare;

    private static final int START = 64;

    /**
     * An image file.
     *
     * @param name its path relative to the folder, with slashes on every system
     */
    public record Found(String name, Path path) {}

    public ImageFiles {
        files = List.copyOf(files);
        folders = List.copyOf(folders);
        ignored = List.copyOf(ignored);
    }

    /**
     * Finds the images below a folder.
     *
     * @throws IOException if there is no such folder, or it cannot be read
     */
    public static ImageFiles below(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new IOException(root + ": there is no such folder");
        }
        Walk walk = new Walk();
        walk.enter(root, "");
        // Folders come first under their own names, and then those that only links lead to.
        while (!walk.links.isEmpty()) {
            List<Found> links = new ArrayList<>(walk.links);
            walk.links.clear();
            links.sort(Comparator.comparing(Found::name, ORDER));
            for (Found link : links) {
                walk.enter(link.path, link.name);
            }
        }
        walk.files.sort(Comparator.comparing(Found::name, ORDER));
        walk.ignored.sort(Comparator.comparing(LeftOut::name, ORDER));
        walk.folders.sort(ORDER);
        return new ImageFiles(root, walk.files, walk.folders, walk.ignored);
    }

    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** A component ends before it has any further character. Surrogates stand for the largest code points. */
    private static int rank(char c) {
        return c == '/' ? -1 : Character.isSurrogate(c) ? c + 0x10000 : c;
    }

    private static final class Walk {
        private final List<Found> files = new ArrayList<>();
        private final List<String> folders = new ArrayList<>();
        private final List<LeftOut> ignored = new ArrayList<>();
        private final List<Found> links = new ArrayList<>();
        private final Set<Path> entered = new HashSet<>();

        /** Adds what is below a folder; {@code name} is relative to the root. */
        void enter(Path folder, String name) throws IOException {
            if (!entered.add(folder.toRealPath())) {
                ignored.add(new LeftOut(name, LeftOut.READ_ALREADY));
                return;
            }
            List<Path> entries = new ArrayList<>();
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
                found.forEach(entries::add);
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            } catch (IOException e) {
                if (name.isEmpty()) {
                    throw new IOException(folder + ": the folder cannot be read: " + e.getMessage(), e);
                }
                ignored.add(new LeftOut(name, "is a folder that cannot be read: " + e.getMessage()));
                return;
            }
            if (!name.isEmpty() && name.indexOf('/') < 0) {
                folders.add(name);
            }
            // Mostly the order of the files already, by a faster comparison, so that sorting them is quick.
            entries.sort(null);
            ImageNames names = new ImageNames(entries.stream()
                    .map(entry -> entry.getFileName().toString())
                    .toList());
            for (Path entry : entries) {
                String last = entry.getFileName().toString();
                String relative = name.isEmpty() ? last : name + "/" + last;
                if (ImageNames.isOfSystem(last)) {
                    continue;
                }
                Optional<String> aside = names.aside(last);
                if (aside.isPresent() && Files.isRegularFile(entry)) {
                    ignored.add(new LeftOut(relative, aside.get()));
                } else {
                    add(entry, relative);
                }
            }
        }

        private void add(Path entry, String name) throws IOException {
            boolean known = FileNames.isKnown(entry);
            BasicFileAttributes found = attributes(entry);
            if (found == null || !found.isDirectory() && !found.isRegularFile()) {
                ignored.add(new LeftOut(
                        name, Files.isSymbolicLink(entry) ? "is a link to nothing" : "is neither a file nor a folder"));
            } else if (found.isRegularFile() && !ImageFile.hasImageName(name) && !startsLikeImage(entry)) {
                ignored.add(new LeftOut(name, LeftOut.NO_IMAGE));
            } else if (!known) {
                ignored.add(new LeftOut(name, FileNames.NOT_UTF_8, found.isDirectory() ? "" : PixelHash.ofFile(entry)));
            } else if (found.isRegularFile()) {
                files.add(new Found(name, entry));
            } else if (Files.isSymbolicLink(entry)) {
                links.add(new Found(name, entry));
            } else {
                enter(entry, name);
            }
        }

        /** Of what a link leads to; null if there is nothing. */
        private static BasicFileAttributes attributes(Path entry) {
            try {
                return Files.readAttributes(entry, BasicFileAttributes.class);
            } catch (IOException e) {
                return null;
            }
        }

        /** An unreadable file is taken for an image, so that it is reported when it is read. */
        private static boolean startsLikeImage(Path file) {
            try (InputStream in = Files.newInputStream(file)) {
                return ImageFile.startsLikeImage(in.readNBytes(START));
            } catch (IOException e) {
                return true;
            }
        }
    }
}
