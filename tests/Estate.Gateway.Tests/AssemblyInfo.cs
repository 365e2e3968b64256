using Xunit;

// One gateway at a time: metrics are the process's own.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
