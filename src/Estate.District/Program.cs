using Estate.District;
using Estate.District.Ingest;
using Microsoft.AspNetCore.Builder;

try
{
    var builder = WebApplication.CreateSlimBuilder(args);
    builder.Services.AddDistrict(DistrictSettings.Read(builder.Configuration));
    var app = builder.Build();
    app.MapDistrict();
    var ingest = app.Services.GetRequiredService<IngestService>();
    await app.RunAsync();
    // Ended by what it could not go on with, not by somebody who stopped it.
    return ingest.ExecuteTask is { IsFaulted: true } ? 1 : 0;
}
catch (InvalidOperationException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 1;
}
