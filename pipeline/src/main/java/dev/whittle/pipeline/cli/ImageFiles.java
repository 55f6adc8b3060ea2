package dev.whittle.pipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The images that a user names. A file is taken as it is; from a folder, all files below it with an image's extension
 * are taken, sorted by path.
 */
final class ImageFiles {
    private static final Set<String> ENDINGS =
            Set.of("png", "jpg", "jpeg", "jpe", "bmp", "gif", "tif", "tiff", "webp", "ppm", "pgm", "pbm", "pnm");

    private ImageFiles() {}

    /**
     * @param err for a message about ignored files in folders
     * @throws IOException if a path does not exist, or a folder holds no images
     */
    static List<Path> of(List<Path> given, PrintWriter err) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : given) {
            if (!Files.exists(path)) {
                throw new IOException(path + " does not exist");
            }
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            List<Path> below;
            try (Stream<Path> walk = Files.walk(path)) {
                long others = walk.filter(f -> Files.isRegularFile(f)
                                && !f.getFileName().toString().startsWith(".")
                                && !isImage(f))
                        .count();
                if (others > 0) {
                    err.println("ignored in " + path + ": " + others + " files whose names are not those of images ("
                            + endings() + ")");
                    err.flush();
                }
            }
            try (Stream<Path> walk = Files.walk(path)) {
                below = walk.filter(f -> Files.isRegularFile(f) && isImage(f))
                        .sorted(Comparator.comparing(
                                f -> path.relativize(f).toString().replace('\\', '/')))
                        .toList();
            }
            if (below.isEmpty()) {
                throw new IOException("Folder " + path + " holds no images (" + endings() + ")");
            }
            files.addAll(below);
        }
        return files;
    }

    private static String endings() {
        return String.join(", ", ENDINGS.stream().sorted().toList());
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".")
                && ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}
