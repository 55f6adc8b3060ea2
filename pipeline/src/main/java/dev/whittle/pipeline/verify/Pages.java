package dev.whittle.pipeline.verify;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.file.RegularFile;
import dev.whittle.feature.image.ImageFile;
import dev.whittle.pipeline.experiment.ComparisonResult;
import dev.whittle.pipeline.experiment.CurveFile;
import dev.whittle.pipeline.experiment.FileDifference;
import dev.whittle.pipeline.experiment.Finding;
import dev.whittle.pipeline.experiment.ImageLists;
import dev.whittle.pipeline.experiment.ResultFile;
import dev.whittle.pipeline.experiment.RobustnessFile;
import dev.whittle.pipeline.experiment.StoredRun;
import dev.whittle.pipeline.experiment.VarianceFile;
import dev.whittle.pipeline.report.Images;
import dev.whittle.pipeline.report.Report;
import dev.whittle.pipeline.report.RoCrate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** The pages and tables of a results folder, compared with those that its result and its times give again. */
final class Pages {
    private static final Pattern PICTURE = Pattern.compile("data:image/png;base64,([A-Za-z0-9+/=]+)");
    private static final Pattern SECTION = Pattern.compile("<section id=\"([^\"]*)\"|^#+ (.*)$", Pattern.MULTILINE);

    /** The bytes before the first part of a PNG, and those of the name of a part. */
    private static final int PNG_START = 8;

    private static final int PNG_TYPE = 4;

    /** Those that have checks of their own. */
    private static final List<String> ELSEWHERE = List.of(ResultFile.NAME, ImageLists.IMAGES);

    /** Files in a folder of a run that are written only for some runs. */
    private static final Set<String> OF_SOME_RUNS =
            Set.of("model.npz", "predictions.npy", "predictions.csv.gz", "validation-scores.npy", "test-scores.npy");

    /** Files beside the pages that are written only for some comparisons. */
    private static final Set<String> OF_SOME_COMPARISONS =
            Set.of(ImageLists.LEFT_OUT, CurveFile.NAME, RobustnessFile.NAME, VarianceFile.NAME);

    private final Path stored;
    private final Path again;
    /** Files in the folder that this comparison does not write. */
    private final List<String> unwritten = new ArrayList<>();
    /** The folders of runs. */
    private final Set<String> ofRuns = new HashSet<>();

    private Pages(Path stored, Path again) {
        this.stored = stored;
        this.again = again;
    }

    /** Writes all pages and tables of a comparison into an empty folder, to be compared with those of its results. */
    static Pages of(ComparisonResult comparison, Path stored, Path empty, Images images, Run run) throws IOException {
        comparison.write(empty);
        Report.write(comparison, empty, run, images);
        Pages pages = new Pages(stored, empty);
        pages.listFiles(comparison);
        return pages;
    }

    /** Lists the stored files that a comparison writes, and those that the stored list has. */
    private void listFiles(ComparisonResult comparison) throws IOException {
        Set<String> written = new HashSet<>(RoCrate.files(again));
        for (StoredRun storedRun : StoredRun.of(comparison.result())) {
            written.addAll(storedRun.files());
            ofRuns.add(storedRun.run().folder() + "/");
        }
        Path list = stored.resolve(RoCrate.NAME);
        Set<String> listed = Files.isRegularFile(list) ? RoCrate.listed(list).keySet() : Set.of();
        List<String> names = new ArrayList<>();
        for (String name : RoCrate.files(stored)) {
            if (!written.contains(name)) {
                unwritten.add(name);
            }
            if (written.contains(name) || listed.contains(name)) {
                names.add(name);
            }
        }
        RoCrate.write(comparison, stored, names, again.resolve(RoCrate.NAME));
    }

    /** Whether only Whittle writes a file of this name there. */
    private boolean isForged(String name) {
        int slash = name.lastIndexOf('/') + 1;
        return OF_SOME_COMPARISONS.contains(name)
                || ofRuns.contains(name.substring(0, slash)) && OF_SOME_RUNS.contains(name.substring(slash));
    }

    /** The stored files that nothing is compared with, as this comparison does not write them. */
    List<String> unwritten() {
        return unwritten.stream().filter(name -> !isForged(name)).toList();
    }

    /** The names of the files that are compared; the list of all files last. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(again)) {
            files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !ELSEWHERE.contains(name))
                    .sorted(Comparator.<String, Boolean>comparing(RoCrate.NAME::equals)
                            .thenComparing(Comparator.naturalOrder()))
                    .forEach(names::add);
        }
        return names;
    }

    /** The first file that differs. */
    Optional<Finding> first() throws IOException {
        Optional<String> forged = unwritten.stream().filter(this::isForged).findFirst();
        if (forged.isPresent()) {
            return forged.map(name ->
                    new Finding(stored.resolve(name).toString(), "", "", "a file", "no file of this comparison"));
        }
        for (String name : names()) {
            Optional<Finding> found = difference(stored.resolve(name), again.resolve(name));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** The first place where a stored file differs from that which was written again. */
    static Optional<Finding> difference(Path stored, Path again) throws IOException {
        Optional<FileDifference> found = FileDifference.first(stored, again);
        if (found.isPresent()
                && Files.isRegularFile(stored)
                && stored.toString().matches(".*\\.(html|md)")) {
            return ofTexts(stored, read(stored), read(again));
        }
        return found.map(d -> new Finding(stored.toString(), d.place(), "", d.expected(), d.actual()));
    }

    /** The first difference in a page that is alone. */
    Optional<Finding> first(Path page) throws IOException {
        return ofTexts(page, read(page), read(again.resolve(Report.HTML)));
    }

    private static String read(Path file) throws IOException {
        return new String(RegularFile.bytes(file), StandardCharsets.UTF_8);
    }

    /**
     * Another compression of the same pixels, which another Java may use, is no difference.
     *
     * @return empty if only the compression of pictures differs
     */
    static Optional<Finding> ofTexts(Path file, String expected, String actual) {
        String a = withPixels(expected);
        String b = withPixels(actual);
        if (a.equals(b)) {
            return Optional.empty();
        }
        FileDifference found = FileDifference.ofTexts(a, b);
        int line = Integer.parseInt(found.place().substring("line ".length()));
        String section = section(a, line);
        return Optional.of(new Finding(
                file.toString(),
                found.place(),
                section.isEmpty() ? "" : "section '" + section + "'",
                found.expected(),
                found.actual()));
    }

    /** The section that a line is in; empty before the first. */
    private static String section(String text, int line) {
        int end = 0;
        for (int n = 0; n < line && end >= 0; n++) {
            end = text.indexOf('\n', end);
            end = end < 0 ? -1 : end + 1;
        }
        String section = "";
        Matcher heads = SECTION.matcher(end < 0 ? text : text.substring(0, end));
        while (heads.find()) {
            section = heads.group(1) != null ? heads.group(1) : heads.group(2);
        }
        return section;
    }

    /** The page with a hash of what is seen in the place of each picture. A text that looks like one is another. */
    static String withPixels(String page) {
        return PICTURE.matcher(page.replace("image/png;pixels=", "image/png;pixels=="))
                .replaceAll(found -> Matcher.quoteReplacement("data:image/png;pixels=" + pixels(found.group(1))));
    }

    private static String pixels(String base64) {
        try {
            byte[] png = Base64.getDecoder().decode(base64);
            Planar<GrayU8> image = ImageFile.read(png, "picture");
            return new PixelHash(List.of()).add(0, image).hex() + HexFormat.of().formatHex(besidePixels(png));
        } catch (IOException | IllegalArgumentException | BufferUnderflowException e) {
            // No hash begins like this, so what is no picture cannot look like the hash of one.
            return "=" + base64;
        }
    }

    /**
     * All parts of a PNG but its compressed pixels: browsers show a picture in another way by some of them, or others
     * in its place, such as the frames of an animation.
     *
     * @throws IllegalArgumentException if the checksum of a part is wrong, so that browsers do not show it
     */
    private static byte[] besidePixels(byte[] png) {
        ByteArrayOutputStream beside = new ByteArrayOutputStream();
        ByteBuffer parts = ByteBuffer.wrap(png, PNG_START, png.length - PNG_START);
        while (parts.hasRemaining()) {
            int start = parts.position();
            int length = parts.getInt() + PNG_TYPE;
            if (length < PNG_TYPE || length > parts.remaining()) {
                throw new IllegalArgumentException("A part has no end");
            }
            CRC32 crc = new CRC32();
            crc.update(png, parts.position(), length);
            boolean isPixels = new String(png, parts.position(), PNG_TYPE, StandardCharsets.US_ASCII).equals("IDAT");
            parts.position(parts.position() + length);
            if (parts.getInt() != (int) crc.getValue()) {
                throw new IllegalArgumentException("A checksum is wrong");
            }
            if (!isPixels) {
                beside.write(png, start, parts.position() - start);
            }
        }
        return beside.toByteArray();
    }
}
