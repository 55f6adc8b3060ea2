package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.whittle.classify.nn.Flip;
import dev.whittle.classify.nn.ImageNetwork;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Flip} in files: those of before there was an alternating flip have true or false. */
class FlipJsonTest {
    private static ImageNetwork decode(String flip) throws IOException {
        JsonAt at = new JsonAt(new ObjectMapper().readTree("{\"flip\": " + flip + "}"), pointer -> pointer);
        return SpecJson.installed().decodeRecord(at, ImageNetwork.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"false", "true", "\"alternating\""})
    void isReadAndWritten(String flip) throws IOException {
        Flip expected = flip.equals("false") ? Flip.NONE : flip.equals("true") ? Flip.RANDOM : Flip.ALTERNATING;
        ImageNetwork network = decode(flip);
        assertEquals(expected, network.flip());
        assertEquals(
                flip, SpecJson.installed().encodeRecord(network).path("flip").toString());
    }

    @Test
    void anythingElseIsRefused() {
        String message = assertThrows(IllegalArgumentException.class, () -> decode("\"sometimes\""))
                .getMessage();
        assertTrue(message.contains("alternating"), message);
        assertThrows(IllegalArgumentException.class, () -> decode("1"));
    }
}
