package dev.whittle.pipeline.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.CanonicalJson;
import dev.whittle.feature.Run;
import dev.whittle.feature.file.AtomicFile;
import dev.whittle.pipeline.experiment.Finding;
import dev.whittle.pipeline.experiment.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a verification found, and on what it ran.
 *
 * @param results the folder, as it was given
 * @param checks in their order
 * @param whittle the version of Whittle
 * @param jdk vendor and version of Java
 * @param kernels the kernels that were used
 * @param threads the number of threads
 */
public record Verdict(Path results, List<Check> checks, String whittle, String jdk, String kernels, int threads) {
    private static final String FORMAT = "whittle-verdict";
    private static final int VERSION = 1;

    /** The verdict of a run on this Java. */
    public static Verdict of(Path results, List<Check> checks, String whittle, Run run) {
        return new Verdict(
                results,
                List.copyOf(checks),
                whittle,
                System.getProperty("java.vendor") + " " + Runtime.version(),
                run.kernels().name(),
                run.threads());
    }

    /** Whether no check found a difference. */
    public boolean isEqual() {
        return firstDifference().isEmpty();
    }

    /** The first check that found a difference. */
    public Optional<Check> firstDifference() {
        return checks.stream()
                .filter(check -> check.outcome() == Check.Outcome.DIFFERS)
                .findFirst();
    }

    /** The verdict as a line. */
    public String line() {
        String how = threads + " threads, " + kernels + " kernels, Java "
                + Runtime.version().feature();
        return firstDifference()
                .map(check -> "DIFFERS (" + how + "): " + (check.dataSet() == null ? "" : check.dataSet() + ": ")
                        + check.name() + ": " + check.text())
                .orElseGet(() -> "EQUAL (" + how + "): " + results + " is the same"
                        + (isWhole() ? "" : " where it was checked"));
    }

    /** Whether all was checked, and not only some runs. */
    private boolean isWhole() {
        return checks.stream()
                .noneMatch(check ->
                        check.outcome() != Check.Outcome.OK || check.name().equals("sample"));
    }

    /** Whether a file is an earlier verdict. */
    public static boolean isIn(Path file) {
        try {
            return JsonFile.read(file).path("format").asText().equals(FORMAT);
        } catch (IOException e) {
            // It is no JSON.
            return false;
        }
    }

    /** Writes the verdict as JSON; the guide describes its members. */
    public void write(Path file) throws IOException {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("format", FORMAT).put("version", VERSION);
        tree.put("results", results.toString());
        tree.put("equal", isEqual());
        tree.put("whittle", whittle);
        tree.put("jdk", jdk);
        tree.put("kernels", kernels);
        tree.put("threads", threads);
        ArrayNode all = tree.putArray("checks");
        for (Check check : checks) {
            ObjectNode node = all.addObject();
            if (check.dataSet() != null) {
                node.put("dataSet", check.dataSet());
            }
            node.put("name", check.name());
            node.put("outcome", check.outcome().text().toLowerCase(Locale.ROOT));
            node.put("text", check.text());
            if (check.finding() != null) {
                put(node.putObject("finding"), check.finding());
            }
        }
        AtomicFile.write(file, out -> out.write(CanonicalJson.bytes(tree)));
    }

    private static void put(ObjectNode node, Finding finding) {
        node.put("file", finding.file());
        node.put("place", finding.place());
        node.put("of", finding.of());
        node.put("expected", finding.expected());
        node.put("actual", finding.actual());
        node.put("bitsPromised", finding.promised());
    }
}
