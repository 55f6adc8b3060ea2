package dev.whittle.pipeline.cli;

import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.data.LeftOut;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The images that a user names. A file is taken as it is; of a folder, all images below it, see {@link ImageFiles}. */
final class GivenImages {
    private static final int NAMED = 3;

    private GivenImages() {}

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
            ImageFiles found = ImageFiles.below(path);
            tell(found.ignored(), path, err);
            if (found.files().isEmpty()) {
                throw new IOException("Folder " + path + " holds no images");
            }
            found.files().forEach(file -> files.add(file.path()));
        }
        return files;
    }

    private static void tell(List<LeftOut> ignored, Path folder, PrintWriter err) {
        List<String> others = ignored.stream()
                .filter(out -> out.reason().equals(LeftOut.NO_IMAGE))
                .map(LeftOut::name)
                .toList();
        if (!others.isEmpty()) {
            err.println("ignored in " + folder + ": " + others.size() + " files that are no images, such as "
                    + String.join(", ", others.subList(0, Math.min(NAMED, others.size()))));
        }
        List<LeftOut> faults = ignored.stream().filter(LeftOut::isFault).toList();
        if (!faults.isEmpty()) {
            err.println("left out in " + folder + ":\n" + LeftOut.lines(faults));
        }
        err.flush();
    }
}
