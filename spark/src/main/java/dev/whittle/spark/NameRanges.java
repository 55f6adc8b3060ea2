package dev.whittle.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts images into ranges of names, of about the same numbers of images, so that the ranges can be sorted one by one.
 * The ranges are found from some names of each partition, which are taken while the partition is computed: Spark's own
 * sorting would read all rows once more for that.
 */
final class NameRanges implements Serializable {
    private static final long serialVersionUID = 1;

    /** For each range but the last, the name with which the next one begins. Ascending. */
    private final String[] ends;

    private NameRanges(String[] ends) {
        this.ends = ends;
    }

    /**
     * Names of a partition, equally far from each other.
     *
     * @param names in the order of the partition
     * @param each for how many names each of these stands
     * @param extent null for a partition without images
     */
    record Sample(ArrayList<String> names, long each, Extent extent) implements Serializable {
        /** The largest number of names; at least half of it are there if the partition has as many. */
        private static final int MOST = 128;

        /** Reads all rows of a partition. */
        static Sample of(Iterator<FeatureRow> rows) {
            ArrayList<String> names = new ArrayList<>();
            long each = 1;
            boolean ascends = true;
            String last = null;
            for (long i = 0; rows.hasNext(); i++) {
                String name = rows.next().getName();
                ascends &= last == null || NameOrder.BY_COMPONENTS.compare(last, name) < 0;
                last = name;
                if (i % each == 0) {
                    if (names.size() == MOST) {
                        for (int kept = 0; kept < MOST / 2; kept++) {
                            names.set(kept, names.get(2 * kept));
                        }
                        names.subList(MOST / 2, MOST).clear();
                        each *= 2;
                    }
                    // MOST is even, so the doubled step comes here, too.
                    names.add(name);
                }
            }
            return new Sample(names, each, last == null ? null : new Extent(names.get(0), last, ascends));
        }
    }

    /**
     * Where a partition lies among all names.
     *
     * @param ascends whether each name is above the one before
     */
    record Extent(String first, String last, boolean ascends) implements Serializable {}

    /**
     * The order in which the partitions are a sorted table as they are.
     *
     * @return the numbers of those with images; null if there is no such order
     */
    static List<Integer> sortedAlready(List<Sample> samples) {
        List<Integer> order = IntStream.range(0, samples.size())
                .filter(p -> samples.get(p).extent != null)
                .boxed()
                .sorted(Comparator.comparing(p -> samples.get(p).extent.first, NameOrder.BY_COMPONENTS))
                .toList();
        String last = null;
        for (int p : order) {
            Extent extent = samples.get(p).extent;
            if (!extent.ascends || last != null && NameOrder.BY_COMPONENTS.compare(last, extent.first) >= 0) {
                return null;
            }
            last = extent.last;
        }
        return order;
    }

    /** How many images the partitions have, or some more: the last name of each may stand for fewer. */
    static long images(List<Sample> samples) {
        return samples.stream()
                .mapToLong(sample -> sample.each * sample.names.size())
                .sum();
    }

    private record Weighted(String name, long weight) {}

    /**
     * Ranges of about the same numbers of images.
     *
     * @param samples of all partitions
     * @param most how many ranges at most; there are fewer if there are fewer names
     */
    static NameRanges of(List<Sample> samples, int most) {
        List<Weighted> names = new ArrayList<>();
        for (Sample sample : samples) {
            sample.names.forEach(name -> names.add(new Weighted(name, sample.each)));
        }
        names.sort(Comparator.comparing(Weighted::name, NameOrder.BY_COMPONENTS));
        double all = names.stream().mapToLong(Weighted::weight).sum();
        List<String> ends = new ArrayList<>();
        long before = 0;
        String last = null;
        for (Weighted name : names) {
            if (before > 0 && !name.name.equals(last) && before >= all * (ends.size() + 1) / most) {
                ends.add(name.name);
            }
            before += name.weight;
            last = name.name;
        }
        return new NameRanges(ends.toArray(String[]::new));
    }

    /** How many there are. */
    int count() {
        return ends.length + 1;
    }

    /** The number of the range that a name is in. */
    int range(String name) {
        int found = Arrays.binarySearch(ends, name, NameOrder.BY_COMPONENTS);
        return found >= 0 ? found + 1 : -found - 1;
    }
}
