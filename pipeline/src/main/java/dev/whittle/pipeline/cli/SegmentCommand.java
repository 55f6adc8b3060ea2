package dev.whittle.pipeline.cli;

import boofcv.struct.image.GrayS32;
import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.LeftOut;
import dev.whittle.feature.image.ImageNote;
import dev.whittle.feature.image.LabelImage;
import dev.whittle.feature.segment.Hhts;
import dev.whittle.feature.segment.Hierarchy;
import dev.whittle.pipeline.data.Notes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "segment",
        mixinStandardHelpOptions = true,
        description = {
            "Splits images into superpixels by hierarchical histogram thresholds (HHTS, CVPR 2024).",
            "For each image and each number of superpixels, four files are written: NAME_250.png, the labels from 1 as"
                    + " a gray PNG of 16 bits; NAME_250_boundaries.png and NAME_250_means.png to look at; and"
                    + " NAME_250.csv, a row for each segment."
        })
final class SegmentCommand implements Callable<Integer> {
    private static final String AUTO = "auto";

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec command;

    @Mixin
    private CommonOptions common;

    @Mixin
    private MaxPixelsOption maxPixels;

    @Parameters(arity = "1..*", paramLabel = "IMAGES", description = "Image files, or folders of them.")
    private List<Path> images;

    @Option(
            names = "--superpixels",
            split = ",",
            paramLabel = "N",
            defaultValue = AUTO,
            description = "How many superpixels are enough, such as 250,500,auto; auto splits all that can be split."
                    + " There may be a few more, as a split makes several at once. Default: ${DEFAULT-VALUE}.")
    private List<String> superpixels;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "The folder for the files.")
    private Path out;

    @Option(
            names = "--start",
            paramLabel = "LABELS.png",
            description = "Split the segments of this label map, such as a mask of another program, and not the whole"
                    + " image; for one image. The samples of the PNG are the labels; 0 is in no segment.")
    private Path start;

    @Option(
            names = "--minimum",
            paramLabel = "PIXELS",
            defaultValue = "64",
            description = "Parts of fewer pixels become no segment of their own. Default: ${DEFAULT-VALUE}.")
    private int minimum;

    @Option(names = "--blur", description = "Smooth the channels by 3x3 pixels before; for noisy images.")
    private boolean blur;

    private final Map<String, List<String>> notes = new TreeMap<>();

    /** What became of an image. */
    private static final class Segmented {
        private final List<ImageNote> notes = new ArrayList<>();
        private final List<Integer> counts = new ArrayList<>();
        /** Null if all went well. */
        private String failure;
    }

    @Override
    public Integer call() throws IOException {
        int[] targets = superpixels.stream().mapToInt(this::target).toArray();
        Hhts settings = new Hhts(
                Arrays.stream(targets).max().orElseThrow(), Hhts.defaults().bins(), minimum, blur);
        GivenImages given = GivenImages.of(images, command.commandLine().getErr());
        if (start != null && given.size() != 1) {
            throw wrong("--start is for one image, got " + given.size());
        }
        Map<Path, String> names = names(given.files());
        List<Path> read = new ArrayList<>(given.files());
        if (start != null) {
            read.add(start);
        }
        List<Path> written = new ArrayList<>();
        for (Path file : given.files()) {
            for (int n : targets) {
                written.addAll(files(out.resolve(names.get(file)), n).all());
            }
        }
        Outputs.check(command.commandLine(), read, written, "label,pixels");
        GrayS32 labels = start == null ? null : LabelImage.read(start, maxPixels.most());
        List<Segmented> done =
                given.files().stream().map(file -> new Segmented()).toList();
        Files.createDirectories(out);
        try (ConsoleProgress progress = new ConsoleProgress(command)) {
            Run run = common.run(progress);
            AtomicInteger finished = new AtomicInteger();
            run.parallel(done.size(), 1, (i, to) -> {
                Path file = given.files().get(i);
                segment(file, out.resolve(names.get(file)), settings, targets, labels, done.get(i), run);
                run.progress("images", finished.incrementAndGet(), done.size());
            });
            report(
                    given,
                    done,
                    names,
                    ImageBatches.printed(false, command.commandLine().getErr(), progress));
        }
        return 0;
    }

    private int target(String text) {
        if (text.strip().equals(AUTO)) {
            return Hhts.AUTO;
        }
        try {
            int number = Integer.parseInt(text.strip());
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same message.
        }
        throw wrong("--superpixels has '" + text + "', expected numbers of 1 or more, and auto, such as 250,500,auto");
    }

    private CommandLine.ParameterException wrong(String message) {
        return new CommandLine.ParameterException(command.commandLine(), message);
    }

    /** The file names without their endings, which must differ, as results are named by them. */
    private static Map<Path, String> names(List<Path> files) {
        Map<Path, String> names = new HashMap<>();
        Map<String, Path> used = new HashMap<>();
        for (Path file : files) {
            String name = file.getFileName().toString().replaceFirst("(?<=.)\\.[^.]*$", "");
            Path other = used.put(name, file);
            if (other != null) {
                throw new IllegalArgumentException("The results of " + other + " and " + file
                        + " would have the same names; segment them one by one, with another --out each");
            }
            names.put(file, name);
        }
        return names;
    }

    /** @param target the folder and the name of the image */
    private static SegmentFiles files(Path target, int superpixels) {
        String name = target.getFileName() + "_" + (superpixels == Hhts.AUTO ? AUTO : superpixels);
        return new SegmentFiles(target.resolveSibling(name));
    }

    /** @param labels those of {@link #start}, or null */
    private void segment(
            Path file, Path target, Hhts settings, int[] targets, GrayS32 labels, Segmented result, Run run) {
        try {
            Planar<GrayU8> image = maxPixels.read(file, result.notes::add);
            Hierarchy hierarchy = labels == null ? settings.segment(image, run) : settings.segment(image, labels, run);
            for (int n : targets) {
                files(target, n).write(hierarchy.labels(n), image);
                result.counts.add(hierarchy.segments(n));
            }
        } catch (IOException | IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            String with = start == null ? "" : " with --start " + start;
            result.failure = message.contains(file.toString()) ? message : file + with + ": " + message;
        }
    }

    private void report(
            GivenImages given, List<Segmented> done, Map<Path, String> names, ImageBatches.Listener listener)
            throws IOException {
        PrintWriter console = command.commandLine().getOut();
        List<LeftOut> failed = new ArrayList<>();
        for (int i = 0; i < done.size(); i++) {
            Path file = given.files().get(i);
            Segmented image = done.get(i);
            for (ImageNote note : image.notes) {
                notes.computeIfAbsent(note.text(), text -> new ArrayList<>()).add(file.toString());
            }
            if (image.failure != null) {
                failed.add(new LeftOut(file.toString(), image.failure));
                continue;
            }
            List<String> counts = image.counts.stream().map(String::valueOf).toList();
            console.println(out.resolve(names.get(file)) + "_*: " + String.join(", ", counts) + " segments");
        }
        console.flush();
        given.faults().forEach(listener::bad);
        LeftOut.grouped(failed).forEach(listener::bad);
        Notes.lines(notes).forEach(listener::note);
        int bad = given.faults().size() + failed.size();
        if (bad > 0) {
            throw new IOException(bad + " of " + given.size() + " files and folders cannot be used");
        }
    }
}
