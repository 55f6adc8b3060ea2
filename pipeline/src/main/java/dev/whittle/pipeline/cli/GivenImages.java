package dev.whittle.pipeline.cli;

import dev.whittle.pipeline.experiment.Visible;
import dev.whittle.feature.data.ImageFiles;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.pipeline.report.NotUsed;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The images that a user names. A file is taken as it is; of a folder, all images below it, see {@link ImageFiles}.
 *
 * @param files the images in their order
 * @param faults what could not be entered or followed, each with the reason, so that images may be missing
 */
record GivenImages(List<Path> files, List<String> faults) {
    GivenImages {
        files = List.copyOf(files);
        faults = List.copyOf(faults);
    }

    /**
     * @param err for a message about ignored files in folders
     * @throws IOException if a path does not exist, or there is nothing in a folder that may be an image
     */
    static GivenImages of(List<Path> given, PrintWriter err) throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        for (Path path : given) {
            if (!Files.exists(path)) {
                throw new IOException(path + " does not exist");
            }
            if (!Files.isDirectory(path)) {
                files.add(path);
                continue;
            }
            ImageFiles found = ImageFiles.below(path);
            String ignored = NotUsed.ignored(found.ignored());
            if (!ignored.isEmpty()) {
                err.println(Visible.indented(path + ": " + ignored));
                err.flush();
            }
            // Of a link to a folder that is read under another name, no image is missing.
            List<LeftOut> missing = found.ignored().stream()
                    .filter(out -> out.isFault() && !out.reason().equals(LeftOut.READ_ALREADY))
                    .toList();
            if (found.files().isEmpty() && missing.isEmpty()) {
                throw new IOException("Folder " + path + " holds no images");
            }
            found.files().forEach(file -> files.add(file.path()));
            missing.forEach(out -> faults.add(path.resolve(out.name()) + ": " + out.reason()));
        }
        return new GivenImages(files, faults);
    }

    /** How many files and folders there are, those that cannot be read included. */
    int size() {
        return files.size() + faults.size();
    }
}
