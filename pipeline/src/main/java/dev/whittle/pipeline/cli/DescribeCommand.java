package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.Spec;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.image.Preparation;
import dev.whittle.feature.local.DescriptorFiles;
import dev.whittle.feature.local.Descriptors;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.pipeline.data.Notes;
import dev.whittle.pipeline.experiment.SpecText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the local descriptors of images as NumPy arrays: a row for each descriptor, how many descriptors"
                    + " each image has, and their places. A CSV file has the names of the images and the hashes of"
                    + " their pixels.",
            "An experiment reads them, or those of another program, as {type: stored-descriptors, file: FILE.npy}."
        })
final class DescribeCommand implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Parameters(arity = "1..*", paramLabel = "IMAGES", description = "Image files, or folders of them.")
    private List<Path> images;

    @Option(
            names = "--descriptors",
            required = true,
            paramLabel = "DESCRIPTORS",
            description = "Local descriptors as in an experiment, such as dense-sift or '{type: dense-sift, step: 8}'.")
    private String descriptors;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.npy",
            description = "The descriptors; FILE.counts.npy, FILE.places.npy and FILE.csv are written to the same"
                    + " folder.")
    private Path out;

    @Mixin
    private SizeOption size;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Option(names = "--skip-bad", description = "List files that cannot be used and continue without them.")
    private boolean skipBad;

    private final Map<String, List<String>> notes = new TreeMap<>();
    private final List<LeftOut> failed = new ArrayList<>();
    private int bad;

    /** What became of a file: its descriptors, or why there are none. */
    private static final class Described {
        private final Descriptors descriptors = new Descriptors();
        private final List<ImageNote> notes = new ArrayList<>();
        private String pixels;
        /** Null if all went well. */
        private String failure;
    }

    @Override
    public Integer call() throws IOException {
        if (!out.toString().endsWith(".npy")) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), "--out is " + out + ", expected a name ending in .npy");
        }
        DescriptorFiles files = new DescriptorFiles(out);
        Preparation preparation = size.preparation();
        GivenImages given = GivenImages.of(images, command.commandLine().getErr());
        List<Path> all = List.of(files.rows(), files.counts(), files.places(), files.images());
        Outputs.check(command.commandLine(), given.files(), all, "image,file,pixels");
        String written;
        try (ConsoleProgress progress = new ConsoleProgress(command);
                DescriptorFiles.Writer writer = files.writer()) {
            Run run = common.run(progress);
            Spec<Dataset, ? extends LocalDescriptors> spec = SpecText.descriptorsSpec(descriptors, "--descriptors");
            if (spec.needsData()) {
                throw new CommandLine.ParameterException(
                        command.commandLine(),
                        "--descriptors is " + descriptors + ", which learns from training images; give descriptors that"
                                + " learn nothing, such as dense-sift");
            }
            LocalDescriptors local = spec.fit(null, run);
            ImageBatches.Listener listener =
                    ImageBatches.printed(skipBad, command.commandLine().getErr(), progress);
            given.faults().forEach(listener::bad);
            write(given.files(), local, preparation, writer, run);
            LeftOut.grouped(failed).forEach(listener::bad);
            bad = given.faults().size() + failed.size();
            Notes.lines(notes).forEach(listener::note);
            if (bad > 0 && !skipBad) {
                throw new IOException(bad + " of " + given.size() + " files and folders cannot be used; to continue"
                        + " without them, give --skip-bad");
            }
            writer.finish();
            written = out + ": " + writer.descriptors() + " descriptors × " + writer.columns() + " values of "
                    + writer.images() + " images; their numbers in " + files.counts() + ", their places in "
                    + files.places() + ", the images in " + files.images();
        }
        command.commandLine().getOut().println(written + (bad == 0 ? "" : "; skipped: " + bad));
        command.commandLine().getOut().flush();
        return 0;
    }

    /** Describes as many images at a time as there are threads, so that memory does not grow with their number. */
    private void write(
            List<Path> files, LocalDescriptors local, Preparation preparation, DescriptorFiles.Writer writer, Run run)
            throws IOException {
        List<Described> all = Stream.generate(Described::new)
                .limit(Math.min(run.threads(), files.size()))
                .toList();
        for (int from = 0; from < files.size(); from += all.size()) {
            int first = from;
            int n = Math.min(all.size(), files.size() - from);
            run.parallel(n, 1, (i, to) -> describe(files.get(first + i), local, preparation, all.get(i), run));
            for (int i = 0; i < n; i++) {
                add(files.get(from + i), all.get(i), writer);
            }
            run.progress("images", from + n, files.size());
        }
    }

    private void describe(Path file, LocalDescriptors local, Preparation preparation, Described to, Run run) {
        to.failure = null;
        to.notes.clear();
        try {
            Planar<GrayU8> image = preparation.apply(maxPixels.read(file, to.notes::add));
            to.pixels = DescriptorFiles.pixels(image);
            local.describe(image, to.descriptors, run);
        } catch (IOException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            to.failure = message.contains(file.toString()) ? message : file + ": " + message;
        }
    }

    private void add(Path file, Described image, DescriptorFiles.Writer writer) throws IOException {
        if (image.failure == null && (skipBad || failed.isEmpty())) {
            try {
                writer.add(file.toString(), image.pixels, image.descriptors);
            } catch (IllegalArgumentException e) {
                image.failure = e.getMessage();
            }
        }
        for (ImageNote note : image.notes) {
            notes.computeIfAbsent(note.text(), text -> new ArrayList<>()).add(file.toString());
        }
        if (image.failure != null) {
            failed.add(new LeftOut(file.toString(), image.failure));
        }
    }
}
