package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.whittle.classify.model.SpecJsonTest.FeatureSpec;
import dev.whittle.feature.Dataset;
import dev.whittle.feature.FeatureExtractor;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Preprocessed;
import dev.whittle.feature.image.GaussianBlur;
import dev.whittle.feature.image.RawPixels;
import dev.whittle.feature.registry.SpecType;
import dev.whittle.feature.registry.Specs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Image steps stand within their feature, whether or not it has a name. */
class ImageStepsJsonTest {
    private static final SpecJson JSON = SpecJson.installed();

    /** A feature without a name. */
    record Own(int size) implements FeatureSpec {}

    @Test
    void stepsAreAKeyOfTheirFeature() {
        Preprocessed spec = Preprocessed.of(RawPixels.defaults(), new GaussianBlur(2), new GaussianBlur(3));
        JsonNode encoded = JSON.encode(spec);
        assertEquals(
                "{\"type\":\"raw-pixels\",\"gray\":false,"
                        + "\"images\":[{\"type\":\"blur\",\"sigma\":2},{\"type\":\"blur\",\"sigma\":3}]}",
                encoded.toString());
        assertEquals(spec, JSON.decode(new JsonAt(encoded, p -> p), Dataset.class, FeatureExtractor.class));
        assertTrue(JSON.isFullyDescribed(spec));
        assertFalse(JSON.encode(RawPixels.defaults()).has("images"), "without steps nothing is written");
    }

    @Test
    void aFeatureWithoutANameHasItsStepsToo() {
        Preprocessed spec = Preprocessed.of(new Own(3), new GaussianBlur(2));
        assertThrows(IllegalArgumentException.class, () -> JSON.encode(spec));
        JsonNode described = JSON.describe(spec);
        assertEquals("unnamed", described.get("type").asText());
        assertEquals(3, described.get("settings").get("size").asInt());
        assertEquals(2, described.get("images").get(0).get("sigma").asInt());
        assertTrue(JSON.isFullyDescribed(spec));
        SpecJson none = new SpecJson(new Specs(List.of()));
        assertThrows(
                IllegalArgumentException.class,
                () -> none.encode(Preprocessed.of(RawPixels.defaults(), new GaussianBlur(2))),
                "neither has a name here");
    }

    record OwnImages(int images) implements FeatureSpec {}

    @Test
    void aFeatureHasNoKeyOfItsOwnCalledImages() {
        SpecType<Dataset, FeatureExtractor> type =
                new SpecType<>("own-images", OwnImages.class, Dataset.class, FeatureExtractor.class, "A feature", "");
        Messages.says(() -> new Specs(List.of(() -> List.of(type))), "OwnImages", "images");
    }
}
