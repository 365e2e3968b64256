namespace Estate.Adapters.Storage;

/// <summary>
/// Something in a batch cannot be written, whatever the disk does: an internal error. Nothing of the batch was written; without
/// the item that spoils it the rest can be.
/// </summary>
public sealed class UnwritableBatchException(string message, Exception cause) : Exception(message, cause);
