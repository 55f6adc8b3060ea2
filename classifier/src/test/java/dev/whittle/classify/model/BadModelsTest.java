package dev.whittle.classify.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.whittle.feature.Messages;
import dev.whittle.feature.Run;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Model files whose settings claim much more than their arrays hold. */
class BadModelsTest {
    private static final Run RUN = Run.defaults().withThreads(1);
    /** Parsing the header takes a few bytes for each of its own, and the classes of Jackson about a megabyte once. */
    private static final long MOST = 8L << 20;

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad-hog.npz", "bad-mlp.npz"})
    void areRefusedWithoutTheMemoryTheyClaim(String name) throws IOException {
        Path file = NonFiniteScoresTest.model(name);
        Messages.says(IOException.class, () -> Model.read(file, RUN), file.toString());
        long before = allocated();
        Messages.says(IOException.class, () -> Model.read(file, RUN), file.toString());
        long taken = allocated() - before;
        assertTrue(taken < 64 * Files.size(file) && taken < MOST, taken + " bytes for " + Files.size(file));
    }

    @Test
    void aNetworkNamesTheShapes() {
        Messages.says(
                IOException.class,
                () -> Model.read(NonFiniteScoresTest.model("bad-mlp.npz"), RUN),
                "layer1/weights",
                "324x12",
                "324x1048576");
    }
}
