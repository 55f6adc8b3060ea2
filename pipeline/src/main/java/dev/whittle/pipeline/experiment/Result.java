package dev.whittle.pipeline.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.Accuracy;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.data.PixelHash;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code result.json}: everything a comparison found that is the same bits wherever it is run, and nothing else. Its members
 * are documented in {@code docs/results-folder.md}.
 */
public final class Result {
    public static final String FILE = "result.json";
    private static final int VERSION = 1;

    private Result() {}

    /** Builds the tree from finished units. */
    static ObjectNode of(Experiment experiment, Splits data, List<KeptCell> units) throws IOException {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result.put("format", "whittle-result");
        result.put("version", VERSION);
        result.set("experiment", experiment.encode());
        ObjectNode dataNode = result.putObject("data");
        ArrayNode classes = dataNode.putArray("classes");
        data.train().classes().forEach(classes::add);
        put(dataNode.putObject("train"), data.train());
        put(dataNode.putObject("test"), data.test());

        Map<String, List<KeptCell>> byCell = new LinkedHashMap<>();
        for (KeptCell unit : units) {
            byCell.computeIfAbsent(unit.feature() + "\n" + unit.head(), k -> new ArrayList<>())
                    .add(unit);
        }
        ArrayNode cells = result.putArray("cells");
        for (List<KeptCell> seeds : byCell.values()) {
            putCell(cells.addObject(), seeds);
        }
        return result;
    }

    private static void put(ObjectNode node, Dataset images) {
        node.put("images", images.size());
        node.put("sha256", PixelHash.of(images));
    }

    private static void put(ObjectNode node, Accuracy accuracy) {
        node.put("mean", accuracy.mean());
        node.put("sd", accuracy.sd());
        ArrayNode seeds = node.putArray("seeds");
        accuracy.runs().forEach(seeds::add);
    }

    private static void putCell(ObjectNode node, List<KeptCell> seeds) throws IOException {
        JsonNode first = seeds.get(0).cell();
        node.set("feature", first.path("feature"));
        node.set("head", first.path("head"));
        node.set("length", first.path("length"));
        node.set("bitsPromised", first.path("bitsPromised"));
        ObjectNode accuracy = node.putObject("accuracy");
        for (String split : new String[] {"train", "validation", "test"}) {
            List<Double> values = new ArrayList<>();
            for (KeptCell unit : seeds) {
                ConfusionMatrix m = confusion(unit.cell().path(split));
                if (m.total() > 0) {
                    values.add(m.accuracy());
                }
            }
            if (!values.isEmpty()) {
                put(accuracy.putObject(split), Accuracy.over(values));
            }
        }
        ArrayNode units = node.putArray("seeds");
        for (KeptCell unit : seeds) {
            ObjectNode u = units.addObject();
            u.set("seed", unit.cell().path("seed"));
            u.put("folder", "cells/" + unit.folder().getFileName());
            u.put(KeptCell.CELL, Hashes.of(unit.folder().resolve(KeptCell.CELL)));
            u.setAll((ObjectNode) unit.cell().path("files"));
            for (String member : List.of("candidates", "choice", "chosen", "convergence")) {
                if (unit.cell().has(member)) {
                    u.set(member, unit.cell().path(member));
                }
            }
            u.set("confusion", unit.cell().path("test").path("confusion"));
        }
    }

    /** The confusion matrix of a split in {@code cell.json}. */
    public static ConfusionMatrix confusion(JsonNode split) {
        JsonNode rows = split.path("confusion");
        int[][] counts = new int[rows.size()][rows.size()];
        for (int t = 0; t < counts.length; t++) {
            for (int p = 0; p < counts.length; p++) {
                counts[t][p] = rows.get(t).get(p).intValue();
            }
        }
        return new ConfusionMatrix(counts);
    }
}
