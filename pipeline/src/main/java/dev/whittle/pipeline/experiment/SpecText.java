package dev.whittle.pipeline.experiment;

import dev.whittle.classify.Classifier;
import dev.whittle.classify.Samples;
import dev.whittle.classify.model.JsonAt;
import dev.whittle.classify.model.SpecJson;
import dev.whittle.feature.Compression;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Fitted;
import dev.whittle.feature.Spec;
import dev.whittle.feature.Transform;
import dev.whittle.feature.local.LocalDescriptors;
import dev.whittle.feature.table.Rows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Parts of experiments as text: specs as options of the command line have them, names and transforms. */
public final class SpecText {
    private SpecText() {}

    /**
     * Parses a feature without name and transforms: its type, or a mapping such as {@code {type: hog, cellSize: 4}}.
     *
     * @param source the origin of the text, for messages
     * @throws IOException if it is not understood
     */
    public static Spec<Dataset, ? extends FeatureExtractor> featureSpec(String text, String source) throws IOException {
        return spec(text, source, Dataset.class, FeatureExtractor.class);
    }

    /** Parses local descriptors, as {@link #featureSpec} does a feature. */
    public static Spec<Dataset, ? extends LocalDescriptors> descriptorsSpec(String text, String source)
            throws IOException {
        return spec(text, source, Dataset.class, LocalDescriptors.class);
    }

    /** Parses a head without name and candidates, as {@link #featureSpec} does a feature. */
    public static Spec<Samples, ? extends Classifier> headSpec(String text, String source) throws IOException {
        return spec(text, source, Samples.class, Classifier.class);
    }

    private static <D, M extends Fitted> Spec<D, ? extends M> spec(
            String text, String source, Class<D> data, Class<M> fitted) throws IOException {
        String mapping = text.strip().startsWith("{") ? text : "{type: " + text + "}";
        try {
            return SpecJson.installed().decode(YamlFile.parse(mapping, source), data, fitted);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** The name of a feature or a head, which no other has. */
    static String name(JsonAt at, Set<String> names) {
        JsonAt name = at.get("name");
        if (name.text().isBlank()) {
            throw name.error("the name is empty");
        }
        if (!names.add(name.text())) {
            throw name.error("the name '" + name.text() + "' is given twice; names tell rows and columns apart");
        }
        return name.text();
    }

    /** Reads the list {@code transforms} of a feature. */
    static List<Spec<Rows, ? extends Transform>> transforms(JsonAt at) {
        List<Spec<Rows, ? extends Transform>> transforms = new ArrayList<>();
        for (JsonAt transform : at.oneOrMore()) {
            Spec<Rows, ? extends Transform> spec = SpecJson.installed().decode(transform, Rows.class, Transform.class);
            UnusedSettings.refuse(transform, List.of(spec));
            transforms.add(spec);
        }
        try {
            Compression.last(transforms);
        } catch (IllegalArgumentException e) {
            throw at.error(e.getMessage());
        }
        return transforms;
    }
}
