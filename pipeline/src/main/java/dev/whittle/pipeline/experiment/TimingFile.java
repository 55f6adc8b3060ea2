package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.model.JsonAt;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code timing.json} of a comparison and of a run. No other file contains times. */
public final class TimingFile {
    public static final String NAME = "timing.json";

    private TimingFile() {}

    /** @param fewer the runs with fewer training images than there are, by the number of images */
    static ObjectNode encode(Timing timing, List<FinishedRun> runs, Map<Integer, List<FinishedRun>> fewer) {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        ObjectNode machine = tree.putObject("machine");
        machine.put("processor", timing.processor());
        machine.put("processors", timing.processors());
        machine.put("os", timing.os());
        machine.put("jdk", timing.jdk());
        timing.program().put(tree.putObject("program"));
        tree.put("kernels", timing.kernels());
        tree.put("threads", timing.threads());
        tree.put("seconds", timing.seconds());
        tree.put("ended", timing.ended().toString());
        tree.put("peakHeapMiB", timing.peakHeapMiB());
        ArrayNode all = tree.putArray("runs");
        runs.forEach(run -> put(all.addObject(), run));
        if (!fewer.isEmpty()) {
            ArrayNode some = tree.putArray("fewerImages");
            fewer.forEach((images, itsRuns) ->
                    itsRuns.forEach(run -> put(some.addObject().put("images", images), run)));
        }
        return tree;
    }

    private static void put(ObjectNode node, FinishedRun run) {
        node.put("feature", run.cell().feature());
        node.put("head", run.cell().head());
        run.run().of().put(node);
        node.setAll(encode(run.timing()));
    }

    static void write(Path file, RunTiming timing) throws IOException {
        JsonFile.write(file, encode(timing));
    }

    private static ObjectNode encode(RunTiming timing) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("fitFeatureSeconds", timing.fitFeatureSeconds());
        node.put("extractMsPerImage", timing.extractMsPerImage());
        node.put("trainSeconds", timing.trainSeconds());
        node.put("predictMsPerImage", timing.predictMsPerImage());
        node.put("threads", timing.threads());
        node.put("kernels", timing.kernels());
        return node;
    }

    private static Instant instant(JsonAt at) {
        try {
            return Instant.parse(at.text());
        } catch (DateTimeParseException e) {
            throw at.expected("a date and time such as 2026-11-30T12:00:00Z");
        }
    }

    private static Program program(JsonAt at) {
        if (!at.has("program")) {
            throw at.expected("the member program; without it, an earlier version of Whittle made the result;"
                    + " make it anew with `whittle compare`");
        }
        return Program.decode(at.get("program"));
    }

    /** Reads what a comparison took, without its runs. */
    public static Timing read(Path file) throws IOException {
        return JsonFile.read(
                file,
                at -> new Timing(
                        at.get("machine").get("processor").text(),
                        (int) at.get("machine").get("processors").wholeNumber(1, Integer.MAX_VALUE),
                        at.get("machine").get("os").text(),
                        at.get("machine").get("jdk").text(),
                        at.get("kernels").text(),
                        (int) at.get("threads").wholeNumber(1, Integer.MAX_VALUE),
                        at.get("seconds").number(),
                        at.get("peakHeapMiB").wholeNumber(0, Long.MAX_VALUE),
                        program(at),
                        instant(at.get("ended"))));
    }

    static RunTiming readRun(Path file) throws IOException {
        return JsonFile.read(file, TimingFile::run);
    }

    /** The times of all runs of a comparison, those with fewer training images last. */
    static List<RunTiming> readRuns(Path file) throws IOException {
        return JsonFile.read(file, at -> {
            List<RunTiming> runs = new ArrayList<>();
            at.get("runs").elements().forEach(run -> runs.add(run(run)));
            if (at.has("fewerImages")) {
                at.get("fewerImages").elements().forEach(run -> runs.add(run(run)));
            }
            return runs;
        });
    }

    private static RunTiming run(JsonAt at) {
        return new RunTiming(
                at.get("fitFeatureSeconds").number(),
                at.get("extractMsPerImage").number(),
                at.get("trainSeconds").number(),
                at.get("predictMsPerImage").number(),
                (int) at.get("threads").wholeNumber(1, Integer.MAX_VALUE),
                at.get("kernels").text());
    }
}
