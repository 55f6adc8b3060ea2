package dev.whittle.pipeline.cli;

import dev.whittle.feature.Heap;
import dev.whittle.feature.file.AtomicFile;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Features as an HDF5 file: the data set {@code features}, images × values of 32-bit floats, and {@code names}, a text
 * in UTF-8 for each image. The library writes a data set as a whole, so all rows are in memory until the end.
 */
final class Hdf5Features {
    private final List<float[]> rows = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final int images;

    /** @param images how many there will be at most */
    Hdf5Features(int images) {
        this.images = images;
    }

    /** @throws IllegalArgumentException if so many rows do not fit into memory */
    void add(String name, float[] row) {
        if (rows.isEmpty()) {
            Heap.require(
                    (long) Float.BYTES * images * row.length,
                    "An HDF5 file of " + images + " images × " + row.length + " values",
                    "--out features.npy, which is written row by row");
        }
        rows.add(row.clone());
        names.add(name);
    }

    /** Writes a file in the system's temporary folder, and from it the target. */
    void write(Path target) throws IOException {
        AtomicFile.write(target, out -> {
            Path temporary = Files.createTempFile("features-", ".h5.tmp");
            try {
                try (WritableHdfFile file = HdfFile.write(temporary)) {
                    file.putDataset("features", rows.toArray(float[][]::new));
                    file.putDataset("names", names.toArray(String[]::new));
                }
                Files.copy(temporary, out);
            } finally {
                Files.deleteIfExists(temporary);
            }
        });
    }
}
