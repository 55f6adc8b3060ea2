package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.feature.file.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code result.json} and {@code timing.json} as a page carries them, so that the page alone can be checked. They have
 * no indentation, and no {@code <}, which could end the element that they stand in.
 */
public record EmbeddedResult(String result, String timing) {
    /** A longer one is not put into a page, which is to be 5 MB at most with its pictures. */
    private static final int MOST = 3 << 20;

    /** Far more than a page has. */
    private static final int MOST_OF_PAGE = 1 << 26;

    private static final Pattern BLOCK =
            Pattern.compile("<script type=\"application/json\" id=\"(result|timing)\">([^<]*)</script>");

    /** Empty if there is no experiment that could be run again, or the result is too long for a page. */
    public static Optional<EmbeddedResult> of(ComparisonResult comparison) {
        if (comparison.result().experiment() == null) {
            return Optional.empty();
        }
        EmbeddedResult embedded = new EmbeddedResult(
                text(CanonicalJson.bytes(ResultFile.encode(comparison.result()))),
                text(CanonicalJson.bytes(comparison.encodeTiming())));
        return embedded.result.length() + embedded.timing.length() > MOST ? Optional.empty() : Optional.of(embedded);
    }

    /** A string in JSON has no line feed, so the spaces after one are indentation. */
    private static String text(byte[] json) {
        return Visible.json(new String(json, StandardCharsets.UTF_8)
                .replaceAll("\n *", "\n")
                .replace("<", "\\u003c"));
    }

    /** @throws IOException if the page cannot be read, or carries no result */
    public static EmbeddedResult read(Path page) throws IOException {
        String html = new String(RegularFile.bytes(page, MOST_OF_PAGE), StandardCharsets.UTF_8);
        String result = null;
        String timing = null;
        Matcher blocks = BLOCK.matcher(html);
        while (blocks.find()) {
            boolean isResult = blocks.group(1).equals("result");
            if ((isResult ? result : timing) != null) {
                throw new IOException(page + " carries two of '" + blocks.group(1) + "', of which one was put in later;"
                        + " give the results folder that `whittle compare` wrote");
            }
            if (isResult) {
                result = blocks.group(2);
            } else {
                timing = blocks.group(2);
            }
        }
        if (result == null || timing == null) {
            throw new IOException(page + " carries no result that could be checked; give the results folder that"
                    + " `whittle compare` wrote");
        }
        return new EmbeddedResult(result, timing);
    }

    /** Writes both files into a folder, with the bytes that they had in the results folder. */
    public void write(Path folder) throws IOException {
        write(folder.resolve(ResultFile.NAME), result);
        write(folder.resolve(TimingFile.NAME), timing);
    }

    private static void write(Path file, String json) throws IOException {
        JsonNode tree;
        try {
            tree = CanonicalJson.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        byte[] canonical = CanonicalJson.bytes(tree);
        AtomicFile.write(file, out -> out.write(canonical));
    }
}
