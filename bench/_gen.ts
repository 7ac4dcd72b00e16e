import { writeFlowRecords } from "./flow_records.ts";
await Deno.mkdir("/tmp/flowbench/data",{recursive:true});
const a=Number(Deno.args[0]), b=Number(Deno.args[1]);
for (let f=a; f<b; f++) { const t0=performance.now(); const t = writeFlowRecords(`/tmp/flowbench/data/${String(f).padStart(3,"0")}.parquet`, f, 1e6, 122880);
 console.log(f, t.rows, performance.now()-t0);}
