package dev.whittle.classify.ridge;

/** {@link WideFilters} that are trained on mirror images, too. */
class MirroredWideFiltersTest extends WideFiltersContract {
    MirroredWideFiltersTest() {
        super(true);
    }

    @Override
    protected long pinnedCrc() {
        return 0x76fc1955L;
    }
}
