package dev.whittle.pipeline.data;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.whittle.pipeline.data.Fetch.RemoteFile;
import dev.whittle.pipeline.data.Fetch.RemoteSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PublishedSetsTest {
    @Test
    void publishedSetsAreWhatTheReadersRead() {
        assertThrows(IllegalArgumentException.class, () -> Fetch.published("cifar"));
        for (String name : Fetch.NAMES) {
            RemoteSet set = Fetch.published(name);
            assertTrue(set.base().toString().endsWith("/"));
            List<RemoteFile> downloads = set.archive() == null ? set.files() : List.of(set.archive());
            for (RemoteFile download : downloads) {
                assertTrue(download.length() > 0 && download.md5().matches("[0-9a-f]{32}"), download.toString());
            }
        }
    }

    /** The published lengths and checksums, against the files where this machine has them. */
    @Test
    void publishedChecksumsAreThoseOfTheFiles() throws IOException {
        int checked = 0;
        for (String name : Fetch.NAMES) {
            RemoteSet set = Fetch.published(name);
            for (Path place : DataPlaces.ofSystem(null).places()) {
                if (Files.isDirectory(place.resolve(set.folder()))) {
                    for (RemoteFile remote : set.files()) {
                        assertTrue(remote.isIn(place.resolve(set.folder())), remote.toString());
                        checked++;
                    }
                }
            }
        }
        Assumptions.assumeTrue(checked > 0, "This machine has none of the published data sets");
    }
}
