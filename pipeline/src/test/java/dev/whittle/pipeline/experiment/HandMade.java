package dev.whittle.pipeline.experiment;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.whittle.classify.evaluate.ConfusionMatrix;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.Run;
import dev.whittle.feature.data.Splits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finished comparisons with given predictions, in which nothing was trained. */
public final class HandMade {
    private HandMade() {}

    /** Images with their labels; image i is called "image-i". */
    public record Images(List<Planar<GrayU8>> images, int[] ofClass, List<String> classes) implements Dataset {
        /** Gray images of 4×4 pixels, image i with the value i everywhere. */
        public static Images plain(int[] labels, List<String> classes) {
            List<Planar<GrayU8>> images = new ArrayList<>();
            for (int i = 0; i < labels.length; i++) {
                Planar<GrayU8> image = new Planar<>(GrayU8.class, 4, 4, 1);
                Arrays.fill(image.getBand(0).data, (byte) i);
                images.add(image);
            }
            return new Images(images, labels, classes);
        }

        @Override
        public int size() {
            return ofClass.length;
        }

        @Override
        public Planar<GrayU8> image(int i) {
            return images.get(i).clone();
        }

        @Override
        public int label(int i) {
            return ofClass[i];
        }

        @Override
        public String name(int i) {
            return "image-" + i;
        }
    }

    /**
     * A comparison on test images; training images are the same, all right. Cell k (feature by feature, head by head) has 10·(k+1)
     * values, took k+1 s to train with the first seed and k+2 s with the second; its feature took k/10 s to fit and k/4 ms per image.
     *
     * @param yaml features and heads of the experiment; seeds are 1, 2, …
     * @param predicted the class of each test image, by cell and seed
     * @param validated how many of 10 validation images a cell had right, for every seed; null for none
     * @param curve the learning curve of every cell: iteration, objective, accuracy
     */
    public static Comparison comparison(
            Path folder, String name, String yaml, Images test, int[][][] predicted, int[] validated, double[][] curve)
            throws IOException {
        List<Long> seeds = new ArrayList<>();
        for (long s = 1; s <= predicted[0].length; s++) {
            seeds.add(s);
        }
        Files.createDirectories(folder);
        Path file = folder.resolve("experiment.yaml");
        Files.writeString(file, "name: x\ndata: {set: generated, train: 1, test: 1}\nseeds: " + seeds + "\n" + yaml);
        Experiment read = Experiment.read(file);
        Experiment experiment = new Experiment(name, read.data(), seeds, read.features(), read.heads());
        List<KeptCell> units = new ArrayList<>();
        int k = 0;
        for (Experiment.Feature feature : experiment.features()) {
            for (Experiment.Head head : experiment.heads()) {
                for (int s = 0; s < seeds.size(); s++) {
                    ObjectNode cell = JsonNodeFactory.instance.objectNode();
                    cell.put("feature", feature.name());
                    cell.put("head", head.name());
                    cell.put("seed", seeds.get(s));
                    cell.put("length", 10 * (k + 1));
                    cell.put("bitsPromised", head.bitsPromised());
                    int classes = test.classes().size();
                    put(cell.putObject("train"), ConfusionMatrix.of(test.ofClass, test.ofClass, classes));
                    int[][] validation = new int[classes][classes];
                    if (validated != null) {
                        validation[0][0] = validated[k];
                        validation[0][1] = 10 - validated[k];
                    }
                    put(cell.putObject("validation"), new ConfusionMatrix(validation));
                    put(cell.putObject("test"), ConfusionMatrix.of(test.ofClass, predicted[k][s], classes));
                    ArrayNode points = cell.putArray("curve");
                    for (double[] p : curve) {
                        points.addArray().add((int) p[0]).add(p[1]).add(p[2]);
                    }
                    ObjectNode timing = JsonNodeFactory.instance.objectNode();
                    timing.put("fitFeatureSeconds", k / 10.0);
                    timing.put("extractMsPerImage", k / 4.0);
                    timing.put("trainSeconds", k + 1.0 + s);
                    units.add(KeptCell.write(
                            folder.resolve("cell-" + k + "-" + s), "key", cell, timing, predicted[k][s], null));
                }
                k++;
            }
        }
        Splits data = new Splits(test, test);
        return new Comparison(
                experiment,
                data,
                folder,
                units,
                Result.of(experiment, data, units),
                Timing.of(units, Run.defaults(), 1));
    }

    private static void put(ObjectNode split, ConfusionMatrix matrix) {
        ArrayNode rows = split.putArray("confusion");
        for (int[] row : matrix.counts()) {
            ArrayNode counts = rows.addArray();
            for (int n : row) {
                counts.add(n);
            }
        }
    }
}
