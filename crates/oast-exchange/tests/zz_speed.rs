use oast_rules::facts::*; use oast_exchange::pack::*;
#[test] fn speed(){
 let dir=tempfile::tempdir().unwrap();
 let p=|i:u32| Placement{placement_id:format!("PL{i:07}").parse().unwrap(),person_id:format!("P{i:07}").parse().unwrap(),home_id:format!("H{:04}",i%300).parse().unwrap(),category:Category::Nursing,route:Route::Spot,scheme:Some("oprn-framework-2026".parse().unwrap()),generation:None,stay:Stay::LongTerm,started_on:oast_units::Date::of(2024,4,1)+(i%900) as i32,agreed_weekly:Some("1080.55".parse().unwrap()),ended_on:None,end_reason:None,room_relet_on:None};
 let all:Vec<_>=(0..1_000_000).map(p).collect();
 let t=std::time::Instant::now();
 let mut w=FactCsv::<Placement,_>::new(std::fs::File::create(dir.path().join("placements.csv")).unwrap()).unwrap();
 for x in &all{w.write(x).unwrap();} w.finish().unwrap();
 println!("write {:?}",t.elapsed()); let t=std::time::Instant::now();
 let r=read(dir.path(),&mut|_,_|{}).unwrap(); println!("read {:?}",t.elapsed()); assert!(r.pack.placements==all);
 let t=std::time::Instant::now();
 write(dir.path(),&r.pack).unwrap(); println!("write pack {:?}",t.elapsed());
}
