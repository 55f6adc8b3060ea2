package dev.whittle.feature.local;

import boofcv.struct.image.GrayU8;
import boofcv.struct.image.Planar;
import dev.whittle.feature.Run;
import dev.whittle.feature.Scratch;
import java.util.Arrays;
import java.util.List;

/** The fitted {@link ColorStatistics}. */
final class ColorStatisticsDescriptors implements LocalDescriptors {
    /** Cells along a side. */
    private static final int SIDE = 4;

    private static final int CHANNELS = 3;
    /** The values of a cell. */
    private static final int OF_CELL = 2 * CHANNELS;

    private static final int VALUES = SIDE * SIDE * OF_CELL;

    private final int[] cells;
    private final int step;
    private final int largest;
    private final String name;
    private final Scratch<SumTable> tables = new Scratch<>(SumTable::new);

    ColorStatisticsDescriptors(List<Integer> cells, int step) {
        this.cells = cells.stream().mapToInt(c -> c).toArray();
        this.step = step;
        this.largest = Arrays.stream(this.cells).max().orElseThrow();
        this.name = "Colour statistics in cells of " + cells + " pixels";
    }

    @Override
    public int columns(int width, int height, int bands) {
        DescribedImage.check(name, SIDE * largest, width, height, bands);
        return VALUES;
    }

    /** Where the first square of a scale begins. */
    private int start(int cell) {
        return SIDE * (largest - cell) / 2;
    }

    /** How many squares there are along a side. */
    private int count(int cell, int side) {
        return (side - start(cell) - SIDE * cell) / step + 1;
    }

    @Override
    public void describe(Planar<GrayU8> image, Descriptors out, Run run) {
        columns(image.width, image.height, image.getNumBands());
        long count = 0;
        for (int cell : cells) {
            count += (long) count(cell, image.width) * count(cell, image.height);
        }
        out.reset(DescribedImage.count(count, VALUES, image), VALUES);
        SumTable table = run.take(tables);
        for (int channel = 0; channel < CHANNELS; channel++) {
            if (channel < image.getNumBands()) {
                table.setTo(image.getBand(channel));
            }
            int at = 0;
            for (int cell : cells) {
                at = describe(table, cell, channel, out, at);
            }
        }
        run.giveBack(tables, table);
    }

    /** Writes a channel of the descriptors of a scale, from number {@code done} on, and returns the number after. */
    private int describe(SumTable table, int cell, int channel, Descriptors out, int done) {
        int at = done;
        int across = count(cell, table.width());
        int down = count(cell, table.height());
        for (int row = 0; row < down; row++) {
            int y = start(cell) + row * step;
            for (int column = 0; column < across; column++) {
                int x = start(cell) + column * step;
                for (int i = 0; i < SIDE * SIDE; i++) {
                    int to = at * VALUES + i * OF_CELL + channel;
                    table.statistics(x + i % SIDE * cell, y + i / SIDE * cell, cell, out.values(), to, to + CHANNELS);
                }
                out.place(at, x + SIDE / 2 * cell, y + SIDE / 2 * cell, SIDE * cell);
                at++;
            }
        }
        return at;
    }
}
