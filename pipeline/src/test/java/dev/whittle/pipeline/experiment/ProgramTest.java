package dev.whittle.pipeline.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.feature.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @Test
    void whatTheLauncherSays() {
        assertEquals(new Program("1", "abc", false), Program.of("1", "abc"));
        assertEquals(new Program(null, "abc", true), Program.of(null, "abc-dirty"));
        assertEquals(new Program(null, null, false), Program.of(null, ""));
        assertEquals(new Program(null, null, false), Program.of(null, "-dirty"));
    }

    @Test
    void isKeptInTheTimes(@TempDir Path folder) throws IOException {
        Timing of = Timing.of(Run.defaults(), 3);
        for (Program program : List.of(new Program("1", "abc", true), new Program(null, null, false))) {
            Timing timing = new Timing(
                    of.processor(), of.processors(), of.os(), of.jdk(), of.kernels(), 7, 2.5, 11, program, of.ended());
            Path file = folder.resolve(TimingFile.NAME);
            JsonFile.write(file, TimingFile.encode(timing, List.of(), Map.of()));
            assertEquals(timing, TimingFile.read(file));
            assertTrue(Files.readString(file).contains("\"uncommitted\" : " + program.uncommitted()));
        }
    }
}
