package dev.whittle.feature.transform;

import dev.whittle.feature.TransformContract;
import dev.whittle.feature.table.Rows;
import java.util.stream.Stream;

/** Rows to be scored stay as they are; what training rows become is in {@link ProductQuantizerTest}. */
class ProductQuantizerContractTest extends TransformContract<Rows> {
    @Override
    protected Stream<ProductQuantizer> specs() {
        return Stream.of(ProductQuantizer.defaults());
    }

    @Override
    protected Rows training(Rows rows) {
        return rows;
    }

    @Override
    protected String pin() {
        return "d2e33070";
    }
}
